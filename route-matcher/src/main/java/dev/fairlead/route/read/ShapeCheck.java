package dev.fairlead.route.read;

import dev.fairlead.route.read.Misfit.Rank;
import dev.fairlead.route.read.Shape.ListOf;
import dev.fairlead.route.read.Shape.MapOf;
import dev.fairlead.route.read.Shape.Struct;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds a document against its {@link Shape} and lists every misfit, in the order in which Go's
 * decoder meets them: keys sorted by their bytes.
 */
final class ShapeCheck {

    private static final Comparator<Node.Entry> BY_KEY =
            Comparator.comparing(
                    entry -> entry.key().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);
    private static final BigInteger MAX_UINT32 = BigInteger.valueOf(0xffff_ffffL);

    private final List<Misfit> misfits = new ArrayList<>();

    private ShapeCheck() {}

    /** All misfits of the profile at a place. */
    static List<Misfit> misfits(Cursor profile) {
        ShapeCheck check = new ShapeCheck();
        if (profile.node() != null) {
            check.value(profile.node(), Shapes.PROFILE, new Place(profile.field(), "", ""));
        }
        return List.copyOf(check.misfits);
    }

    /**
     * Where a value stands.
     *
     * @param field with list indexes
     * @param goField without
     * @param goStruct the innermost Go type with fields; empty at the root
     */
    private record Place(String field, String goField, String goStruct) {

        Place key(Struct of, String name) {
            return new Place(join(field, name), join(goField, name), of.name());
        }

        Place free(String key) {
            return new Place(join(field, key), goField, goStruct);
        }

        Place item(int index) {
            return new Place(field + "[" + index + "]", goField, goStruct);
        }

        String goTarget() {
            return goStruct.isEmpty() ? "value" : "struct field " + goStruct + "." + goField;
        }

        private static String join(String path, String name) {
            return path.isEmpty() ? name : path + "." + name;
        }
    }

    private void value(Node node, Shape shape, Place place) {
        if (node instanceof Node.Numeric number
                && !number.isFinite()
                && shape != Shape.Scalar.TEXT) {
            String reason = "json: unsupported value: " + number.literal();
            add(Rank.CONVERSION, node, place, "is not a finite number", reason);
            return;
        }
        if (node instanceof Node.Null && shape != Shape.Scalar.QUANTITY) {
            return;
        }
        switch (shape) {
            case Shape.Scalar scalar -> scalar(node, scalar, place);
            case ListOf list -> list(node, list, place);
            case MapOf map -> map(node, map, place);
            case Struct struct -> struct(node, struct, place);
        }
    }

    private void scalar(Node node, Shape.Scalar shape, Place place) {
        switch (shape) {
            case TEXT -> text(node, place);
            case BOOL -> require(node instanceof Node.Bool, node, shape, place);
            case UINT32 -> require(isUnsigned(node), node, shape, place);
            case INT64 -> require(isWhole(node), node, shape, place);
            case FLOAT32 -> require(isFloat(node), node, shape, place);
            case QUANTITY -> quantity(node, place);
            case ANY -> free(node, place);
        }
    }

    private void text(Node node, Place place) {
        boolean fits = !(node instanceof Node.Mapping || node instanceof Node.Sequence);
        require(fits, node, Shape.Scalar.TEXT, place);
        String raw = node.raw();
        String read = node.asText();
        if (fits && !raw.isEmpty() && !raw.equals(read)) {
            add(Rank.SURPRISE, node, place, raw + " reads as \"" + read + "\"; quote it", "");
        }
    }

    private void quantity(Node node, Place place) {
        String text =
                switch (node) {
                    case Node.Text(Mark at, String value) -> value;
                    case Node.Numeric number -> number.literal();
                    case Node.Null(Mark at) -> "0";
                    default -> "";
                };
        try {
            Quantity.parse(text);
        } catch (IllegalArgumentException e) {
            String found = node instanceof Node.Text ? "\"" + text + "\"" : node.kind();
            String own = "found " + found + " (expected: " + Shape.Scalar.QUANTITY.expected() + ")";
            add(Rank.FATAL, node, place, own, String.valueOf(e.getMessage()));
        }
    }

    private void free(Node node, Place place) {
        switch (node) {
            case Node.Mapping mapping ->
                    sorted(mapping)
                            .forEach(e -> value(e.value(), Shape.Scalar.ANY, place.free(e.key())));
            case Node.Sequence(Mark at, List<Node> items) ->
                    items.forEach(item -> value(item, Shape.Scalar.ANY, place));
            default -> {}
        }
    }

    private void list(Node node, ListOf shape, Place place) {
        if (!(node instanceof Node.Sequence(Mark at, List<Node> items))) {
            misfit(node, shape, place);
            return;
        }
        for (int i = 0; i < items.size(); i++) {
            value(items.get(i), shape.item(), place.item(i));
        }
    }

    private void map(Node node, MapOf shape, Place place) {
        if (!(node instanceof Node.Mapping mapping)) {
            misfit(node, shape, place);
            return;
        }
        for (Node.Entry entry : sorted(mapping)) {
            Node key = Scalars.plain(entry.at(), entry.key());
            if (shape.key() == Shape.Scalar.UINT32 && !isUnsigned(key)) {
                misfit(new Node.Numeric(entry.at(), entry.key(), "", ""), shape.key(), place);
            }
            value(entry.value(), shape.value(), place.free(entry.key()));
        }
    }

    private void struct(Node node, Struct shape, Place place) {
        if (!(node instanceof Node.Mapping mapping)) {
            misfit(node, shape, place);
            return;
        }
        for (Node.Entry entry : sorted(mapping)) {
            String name = fieldName(shape, entry.key());
            if (name == null) {
                unknown(entry, shape, place);
                continue;
            }
            if (!name.equals(entry.key())) {
                String text = "is spelt " + name + "; a cluster drops other spellings";
                misfits.add(
                        new Misfit(
                                Rank.SURPRISE,
                                entry.at(),
                                place.free(entry.key()).field(),
                                text,
                                ""));
            }
            Shape field = java.util.Objects.requireNonNull(shape.fields().get(name));
            value(entry.value(), field, place.key(shape, name));
        }
    }

    private static @Nullable String fieldName(Struct shape, String key) {
        if (shape.fields().containsKey(key)) {
            return key;
        }
        for (Map.Entry<String, Shape> field : shape.fields().entrySet()) {
            if (field.getKey().equalsIgnoreCase(key)) {
                return field.getKey();
            }
        }
        return null;
    }

    private void unknown(Node.Entry entry, Struct shape, Place place) {
        String text =
                "unknown field (expected: " + String.join(", ", shape.fields().keySet()) + ")";
        String linkerd = "json: unknown field \"" + entry.key() + "\"";
        String field = place.free(entry.key()).field();
        boolean byCluster =
                shape.equals(Shapes.METADATA)
                        || (shape.equals(Shapes.PROFILE) && entry.key().equals("status"));
        Rank rank = byCluster ? Rank.TOLERATED : Rank.NOTED;
        misfits.add(new Misfit(rank, entry.at(), field, text, linkerd));
        free(entry.value(), place.free(entry.key()));
    }

    private void require(boolean fits, Node node, Shape shape, Place place) {
        if (!fits) {
            misfit(node, shape, place);
        }
    }

    private void misfit(Node node, Shape shape, Place place) {
        String own = "found " + node.kind() + " (expected: " + shape.expected() + ")";
        String linkerd =
                "json: cannot unmarshal %s into Go %s of type %s"
                        .formatted(node.goKind(), place.goTarget(), shape.goType());
        add(Rank.NOTED, node, place, own, linkerd);
    }

    private void add(Rank rank, Node node, Place place, String text, String linkerd) {
        misfits.add(new Misfit(rank, node.at(), place.field(), text, linkerd));
    }

    private static List<Node.Entry> sorted(Node.Mapping mapping) {
        return mapping.entries().stream().sorted(BY_KEY).toList();
    }

    private static boolean isWhole(Node node) {
        return node instanceof Node.Numeric number
                && number.literal().chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isUnsigned(Node node) {
        return node instanceof Node.Numeric number
                && number.literal().chars().allMatch(c -> c >= '0' && c <= '9')
                && new BigInteger(number.literal()).compareTo(MAX_UINT32) <= 0;
    }

    private static boolean isFloat(Node node) {
        return node instanceof Node.Numeric number
                && Float.isFinite(new BigDecimal(number.literal()).floatValue());
    }
}
