package org.qantara.app.settings;

/** A setting that cannot be used. The message names the variable, its value, what was expected and an example. */
public final class SettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SettingException(String variable, String value, String expected, String example) {
        super("%s='%s': expected %s, for example %s=%s".formatted(variable, value, expected, variable, example));
    }

    public SettingException(String message) {
        super(message);
    }
}
