package dev.remit.cedar.differential;

import java.util.ArrayList;
import java.util.List;

/**
 * Texts for both engines. Immutable.
 *
 * @param root a schema, policies, templates, JSON that links these, entities JSON and a list of requests
 */
record Case(Term root) {

    Case(Term schema, Term policies, Term templates, Term links, Term entities, List<Request> requests) {
        this(Term.form(
                Term.PRIMARY,
                "$0\n$0\n$0\n$0\n$0\n$0",
                schema,
                policies,
                templates,
                links,
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
        return root.parts().size() == 6
                && root.parts().stream().allMatch(part -> part instanceof Term.Sequence)
                && root.parts().get(5).parts().stream()
                        .allMatch(request -> request.parts().size() == 4);
    }

    /** In Cedar's syntax or its JSON form; empty where nothing asks it. */
    Term schema() {
        return root.parts().get(0);
    }

    /** Cedar policies. */
    Term policies() {
        return root.parts().get(1);
    }

    /** Cedar templates, each with an {@code @id}. */
    Term templates() {
        return root.parts().get(2);
    }

    /** A JSON array of {@code {"templateId": …, "newId": …, "values": …}}. */
    Term links() {
        return root.parts().get(3);
    }

    /** Entities JSON. */
    Term entities() {
        return root.parts().get(4);
    }

    /** What is asked, at least one request. */
    List<Request> requests() {
        return root.parts().get(5).parts().stream().map(Request::new).toList();
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
            List<Term> texts = new ArrayList<>(root.parts().subList(0, 5));
            texts.addAll(request.json().parts());
            out.append("assertAgreement(");
            for (Term text : texts) {
                out.append(text == texts.get(0) ? "\n        " : ",\n        ").append(java(text));
            }
            out.append(");\n");
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
