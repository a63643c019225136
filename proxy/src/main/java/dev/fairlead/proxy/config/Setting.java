package dev.fairlead.proxy.config;

import java.util.Locale;
import java.util.Optional;

/**
 * One thing the proxy can be told. The table of all settings ({@link SettingTable}) feeds the
 * readers of the environment and of files, {@code /env.json} and the manual.
 *
 * @param variable the environment variable; unique
 * @param type what its text means
 * @param defaultText the default in the form it is configured; empty when there is none
 * @param option the option of {@code fairlead proxy} that sets it, if there is one
 * @param lenient whether a variable that makes no sense only warns
 * @param meaning one sentence for the manual
 * @param <T> the value's type
 */
public record Setting<T>(
        String variable,
        SettingType<T> type,
        Optional<String> defaultText,
        Optional<String> option,
        boolean lenient,
        String meaning) {
    /** Prefix of variables that Linkerd's proxy has too. */
    static final String LINKERD = "LINKERD2_PROXY_";

    /** Prefix of variables for what Linkerd's proxy has no name for. */
    static final String OWN = "FAIRLEAD_";

    static <T> Setting<T> linkerd(String name, SettingType<T> type, String meaning) {
        return new Setting<>(
                LINKERD + name, type, Optional.empty(), Optional.empty(), false, meaning);
    }

    static <T> Setting<T> own(String name, SettingType<T> type, String meaning) {
        return new Setting<>(OWN + name, type, Optional.empty(), Optional.empty(), false, meaning);
    }

    Setting<T> orElse(String text) {
        return new Setting<>(variable, type, Optional.of(text), option, lenient, meaning);
    }

    Setting<T> option(String name) {
        return new Setting<>(variable, type, defaultText, Optional.of(name), lenient, meaning);
    }

    Setting<T> toleratingNonsense() {
        return new Setting<>(variable, type, defaultText, option, true, meaning);
    }

    /** The key in a file: the variable in camel case without its prefix. */
    public String key() {
        String name =
                variable.substring(variable.startsWith(LINKERD) ? LINKERD.length() : OWN.length());
        StringBuilder key = new StringBuilder(name.length());
        for (String word : name.toLowerCase(Locale.ROOT).split("_")) {
            key.append(key.isEmpty() ? word : capital(word));
        }
        return key.toString();
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
