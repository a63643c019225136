/**
 * The edges: HTTP/1.1 and HTTP/2 on the wire, translated to and from {@link
 * dev.fairlead.proxy.http.MessageSink}. Nothing here decides where a request goes.
 */
@NullMarked
package dev.fairlead.proxy.http;

import org.jspecify.annotations.NullMarked;
