package dev.fairlead.route.read;

import static dev.fairlead.route.read.Shape.Scalar.ANY;
import static dev.fairlead.route.read.Shape.Scalar.BOOL;
import static dev.fairlead.route.read.Shape.Scalar.FLOAT32;
import static dev.fairlead.route.read.Shape.Scalar.INT64;
import static dev.fairlead.route.read.Shape.Scalar.QUANTITY;
import static dev.fairlead.route.read.Shape.Scalar.TEXT;
import static dev.fairlead.route.read.Shape.Scalar.UINT32;

import dev.fairlead.route.read.Shape.ListOf;
import dev.fairlead.route.read.Shape.MapOf;
import dev.fairlead.route.read.Shape.Struct;
import java.util.LinkedHashMap;
import java.util.Map;

/** The ServiceProfile resource, field by field, with Fairlead's extensions. */
final class Shapes {

    static final Struct METADATA = struct("v1.", "ObjectMeta");
    static final Struct PROFILE = struct("v1alpha2.", "ServiceProfile");

    private static final Struct SPEC = struct("v1alpha2.", "ServiceProfileSpec");
    private static final Struct ROUTE = struct("v1alpha2.", "RouteSpec");
    private static final Struct REQUEST_MATCH = struct("v1alpha2.", "RequestMatch");
    private static final Struct RESPONSE_CLASS = struct("v1alpha2.", "ResponseClass");
    private static final Struct RESPONSE_MATCH = struct("v1alpha2.", "ResponseMatch");
    private static final Struct RANGE = struct("v1alpha2.", "Range");
    private static final Struct BUDGET = struct("v1alpha2.", "RetryBudget");
    private static final Struct BACKOFF = struct("v1alpha2.", "RetryBackoff");
    private static final Struct OVERRIDE = struct("v1alpha2.", "WeightedDst");
    private static final Struct NOTHING = new Struct("struct {}", "", Map.of());

    static {
        PROFILE.fields().put("apiVersion", TEXT);
        PROFILE.fields().put("kind", TEXT);
        PROFILE.fields().put("metadata", METADATA);
        PROFILE.fields().put("spec", SPEC);
        fillMetadata(METADATA.fields());
        SPEC.fields().put("routes", listOf(ROUTE));
        SPEC.fields().put("retryBudget", BUDGET);
        SPEC.fields().put("dstOverrides", listOf(OVERRIDE));
        SPEC.fields().put("opaquePorts", new MapOf("map[uint32]struct {}", UINT32, NOTHING));
        fillRoute(ROUTE.fields());
        fillMatch(REQUEST_MATCH);
        REQUEST_MATCH.fields().put("pathRegex", TEXT);
        REQUEST_MATCH.fields().put("method", TEXT);
        RESPONSE_CLASS.fields().put("condition", RESPONSE_MATCH);
        RESPONSE_CLASS.fields().put("isFailure", BOOL);
        fillMatch(RESPONSE_MATCH);
        RESPONSE_MATCH.fields().put("status", RANGE);
        RANGE.fields().put("min", UINT32);
        RANGE.fields().put("max", UINT32);
        BUDGET.fields().put("retryRatio", FLOAT32);
        BUDGET.fields().put("minRetriesPerSecond", UINT32);
        BUDGET.fields().put("ttl", TEXT);
        OVERRIDE.fields().put("authority", TEXT);
        OVERRIDE.fields().put("weight", QUANTITY);
    }

    private Shapes() {}

    private static void fillRoute(Map<String, Shape> fields) {
        fields.put("name", TEXT);
        fields.put("condition", REQUEST_MATCH);
        fields.put("responseClasses", listOf(RESPONSE_CLASS));
        fields.put("isRetryable", BOOL);
        fields.put("timeout", TEXT);
        fields.put("maxRetries", UINT32);
        fields.put("perTryTimeout", TEXT);
        fields.put("retryBackoff", BACKOFF);
        fields.put("maxRetryBodyBytes", UINT32);
        BACKOFF.fields().put("min", TEXT);
        BACKOFF.fields().put("max", TEXT);
    }

    private static void fillMatch(Struct match) {
        match.fields().put("all", listOf(match));
        match.fields().put("any", listOf(match));
        match.fields().put("not", match);
    }

    private static void fillMetadata(Map<String, Shape> fields) {
        for (String text :
                new String[] {
                    "name",
                    "generateName",
                    "namespace",
                    "selfLink",
                    "uid",
                    "resourceVersion",
                    "clusterName"
                }) {
            fields.put(text, TEXT);
        }
        fields.put("generation", INT64);
        fields.put("creationTimestamp", ANY);
        fields.put("deletionTimestamp", ANY);
        fields.put("deletionGracePeriodSeconds", INT64);
        fields.put("labels", new MapOf("map[string]string", TEXT, TEXT));
        fields.put("annotations", new MapOf("map[string]string", TEXT, TEXT));
        fields.put("ownerReferences", new ListOf("[]v1.OwnerReference", ANY));
        fields.put("finalizers", new ListOf("[]string", TEXT));
        fields.put("managedFields", new ListOf("[]v1.ManagedFieldsEntry", ANY));
    }

    private static ListOf listOf(Struct item) {
        return new ListOf("[]*" + item.goType(), item);
    }

    private static Struct struct(String goPackage, String name) {
        return new Struct(goPackage + name, name, new LinkedHashMap<>());
    }
}
