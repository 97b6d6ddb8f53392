package dev.remit.cedar.check;

import dev.remit.cedar.parse.NearestName;
import dev.remit.cedar.schema.Type;
import java.util.Collection;
import java.util.List;

/** How findings speak of types and names. */
final class Words {
    private static final int SHOWN = 120;

    private Words() {}

    /** The type, as schemas write it; a long one is cut. */
    static String type(Type type) {
        String text = TypeRules.isBool(type) ? "Bool" : type.toString();
        return '`' + (text.length() > SHOWN ? text.substring(0, SHOWN) + '…' : text) + '`';
    }

    /** A known name that may have been meant, as help; empty where none is near. */
    static String nearest(String name, Collection<String> names) {
        String nearest = NearestName.near(name, List.copyOf(names));
        return nearest == null ? "" : "did you mean `" + nearest + "`?";
    }
}
