package dev.remit.cedar.differential;

import java.util.List;

/**
 * Texts for both engines. Immutable.
 *
 * @param root policies, entities JSON and a list of requests
 */
record Case(Term root) {

    Case(Term policies, Term entities, List<Request> requests) {
        this(Term.form(
                Term.PRIMARY,
                "$0\n\n$0\n\n$0",
                policies,
                entities,
                new Term.Sequence(
                        Term.PRIMARY,
                        "",
                        "\n",
                        "",
                        0,
                        1,
                        requests.stream().map(Request::json).toList())));
    }

    /** Whether a term has the shape of a case. */
    static boolean isCase(Term root) {
        return root.parts().size() == 3
                && root.parts().get(2) instanceof Term.Sequence requests
                && requests.parts().stream().allMatch(request -> request.parts().size() == 4);
    }

    /** Cedar policies. */
    Term policies() {
        return root.parts().get(0);
    }

    /** Entities JSON. */
    Term entities() {
        return root.parts().get(1);
    }

    /** What is asked, at least one request. */
    List<Request> requests() {
        return root.parts().get(2).parts().stream().map(Request::new).toList();
    }

    /**
     * One request.
     *
     * @param json the members of a JSON object: {@code {"type": …, "id": …}} for principal, action and resource, a record for context
     */
    record Request(Term json) {

        Request(Term principal, Term action, Term resource, Term context) {
            this(Term.form(
                    Term.PRIMARY,
                    "\"principal\": $0, \"action\": $0, \"resource\": $0, \"context\": $0",
                    principal,
                    action,
                    resource,
                    context));
        }

        Term principal() {
            return json.parts().get(0);
        }

        Term action() {
            return json.parts().get(1);
        }

        Term resource() {
            return json.parts().get(2);
        }

        Term context() {
            return json.parts().get(3);
        }
    }

    /** A statement of Java for each request, for a test. */
    String asTest() {
        StringBuilder out = new StringBuilder();
        for (Request request : requests()) {
            out.append("assertAgreement(\n        ").append(java(policies())).append(",\n        ");
            out.append(java(entities()))
                    .append(",\n        ")
                    .append(java(request.principal()))
                    .append(", ");
            out.append(java(request.action()))
                    .append(", ")
                    .append(java(request.resource()))
                    .append(",\n        ");
            out.append(java(request.context())).append(");\n");
        }
        return out.toString();
    }

    private static String java(Term term) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : term.toString().toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else if (c < ' ' || c > '~') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
