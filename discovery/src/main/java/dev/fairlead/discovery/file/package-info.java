/**
 * Profiles and endpoints from files, live.
 *
 * <pre>
 * Listing ──► WatchedFiles ──► ProfileFile, EndpointsFile ──► FileSnapshot ──► Live ──► listener
 * (which       (one look        (what a file says, and         (immutable,      (one per
 *  files)       every 250 ms)    its last good version)         published)       subscription)
 * </pre>
 *
 * Everything left of the snapshot is confined to the thread {@code discovery}; everything right of
 * it may run on any thread. {@link dev.fairlead.discovery.file.FileDiscovery} puts it together.
 */
@NullMarked
package dev.fairlead.discovery.file;

import org.jspecify.annotations.NullMarked;
