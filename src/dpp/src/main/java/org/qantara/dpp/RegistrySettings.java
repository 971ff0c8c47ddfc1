package org.qantara.dpp;

/**
 * The patient registry's switches.
 *
 * @param enabled whether written patients are registered; off, the store works as if there were no registry
 * @param useCnie whether the national identity card number may be used for matching; false where law 09-08 or the CNDP forbids it
 */
public record RegistrySettings(boolean enabled, boolean useCnie) {
    public static final RegistrySettings ON = new RegistrySettings(true, true);
    public static final RegistrySettings OFF = new RegistrySettings(false, true);
}
