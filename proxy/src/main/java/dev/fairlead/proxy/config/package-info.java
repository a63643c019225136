/**
 * What the proxy is told: one table of {@link dev.fairlead.proxy.config.Setting settings}, read
 * from the environment, a file or options, and turned into the records of {@link
 * dev.fairlead.proxy.config.ProxyConfig}. Also the log: its filter, levels and line formats.
 */
@NullMarked
package dev.fairlead.proxy.config;

import org.jspecify.annotations.NullMarked;
