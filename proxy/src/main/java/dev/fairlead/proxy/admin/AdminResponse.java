package dev.fairlead.proxy.admin;

import java.util.List;
import java.util.Map;

/**
 * An admin page.
 *
 * @param status 200 to 599
 * @param headers names in lower case; a name may occur more than once. {@code content-length} is
 *     among them and is right for a HEAD too
 * @param body whole; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // a body is handed over, never compared
public record AdminResponse(int status, List<Map.Entry<String, String>> headers, byte[] body) {
    public AdminResponse {
        headers = List.copyOf(headers);
    }
}
