/**
 * The admin pages as values: a request in, a response out, no socket. {@link
 * dev.fairlead.proxy.admin.AdminPages} knows the paths; the proxy's own HTTP edges serve it.
 */
@NullMarked
package dev.fairlead.proxy.admin;

import org.jspecify.annotations.NullMarked;
