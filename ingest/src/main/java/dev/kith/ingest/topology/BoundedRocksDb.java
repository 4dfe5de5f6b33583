package dev.kith.ingest.topology;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Bounds the memory of all state stores of this process together, outside the heap: 96 MiB. By
 * default each partition's store may take about as much for itself.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {
  private static final long BYTES = 96L << 20;
  private static final long BYTES_OF_WRITE_BUFFERS = 48L << 20;
  private static final long BYTES_A_WRITE_BUFFER = 8L << 20;

  static {
    RocksDB.loadLibrary();
  }

  private static final Cache CACHE = new LRUCache(BYTES);
  private static final WriteBufferManager WRITE_BUFFERS =
      new WriteBufferManager(BYTES_OF_WRITE_BUFFERS, CACHE);

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(CACHE);
    table.setCacheIndexAndFilterBlocks(true);
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(WRITE_BUFFERS);
    options.setWriteBufferSize(BYTES_A_WRITE_BUFFER);
  }

  /** Cache and buffers are shared by all stores and stay. */
  @Override
  public void close(String storeName, Options options) {}
}
