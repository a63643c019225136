/** The sidecar as a whole: it starts, becomes ready, drains and closes. */
@NullMarked
package dev.fairlead.proxy;

import org.jspecify.annotations.NullMarked;
