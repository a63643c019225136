package dev.fairlead.discovery.file;

import dev.fairlead.discovery.ServiceView.ProfileInForce;
import dev.fairlead.route.RouteTable;
import dev.fairlead.route.ServiceProfile;

/**
 * A profile that can be used.
 *
 * @param table compiled from the profile
 * @param origin where the profile was read
 * @param current false when the file does not say this any more and the last good version stays
 */
record LoadedProfile(
        ProfileKey key, ServiceProfile profile, RouteTable table, Origin origin, boolean current) {
    /**
     * Where the document starts.
     *
     * @param line from 1
     */
    record Origin(String file, int line) {
        @Override
        public String toString() {
            return file + ":" + line;
        }
    }

    LoadedProfile asLastGood() {
        return new LoadedProfile(key, profile, table, origin, false);
    }

    ProfileInForce inForce() {
        return new ProfileInForce(table, origin.toString(), key.namespace());
    }

    ProfileEntry entry() {
        int routes = profile.routes().size();
        return new ProfileEntry(
                profile.name(), key.namespace(), origin.toString(), routes, current);
    }
}
