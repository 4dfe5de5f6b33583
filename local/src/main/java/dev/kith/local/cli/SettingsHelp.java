package dev.kith.local.cli;

import dev.kith.graph.config.Settings.Setting;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The part of a command's help that lists the environment variables which it reads. */
final class SettingsHelp {
  private static final String SECTION = "settings";

  private SettingsHelp() {}

  /** Puts it after the options. */
  static void add(CommandSpec spec, List<Setting> settings) {
    UsageMessageSpec usage = spec.usageMessage();
    List<String> keys = new ArrayList<>(usage.sectionKeys());
    keys.add(keys.indexOf(UsageMessageSpec.SECTION_KEY_FOOTER_HEADING), SECTION);
    usage.sectionKeys(keys);
    IHelpSectionRenderer renderer =
        help -> {
          int names = settings.stream().mapToInt(s -> s.name().length()).max().orElse(0) + 4;
          TextTable table =
              TextTable.forColumns(
                  help.colorScheme(),
                  new Column(names, 2, Overflow.SPAN),
                  new Column(Math.max(40, usage.width() - names), 1, Overflow.WRAP));
          for (Setting setting : settings) {
            String fallback = setting.fallback().isEmpty() ? "" : " [" + setting.fallback() + "]";
            table.addRowValues(setting.name(), setting.help() + fallback);
          }
          return "%nEnvironment variables, with their defaults:%n%s".formatted(table);
        };
    usage.sectionMap().put(SECTION, renderer);
  }
}
