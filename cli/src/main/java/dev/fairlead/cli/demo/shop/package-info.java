/**
 * The bookshop of the demo: {@code webapp} (pages, HTTP/1) asks {@code authors} (JSON, HTTP/1) and
 * {@code books} (gRPC). They are ordinary applications: each listens on the loopback interface and
 * knows nothing of the sidecar in front of it; webapp sends its calls to one address, its own
 * sidecar's, by the name of the service that it means.
 *
 * <p>Who sends a call writes it into one {@link dev.fairlead.cli.demo.shop.Ledger}, and who answers
 * it into another, so that the sidecars' counters have something to be held against: the effective
 * ones against what was sent, the actual ones against what was answered.
 */
@NullMarked
package dev.fairlead.cli.demo.shop;

import org.jspecify.annotations.NullMarked;
