package dev.remit.cedar.differential;

import java.util.List;
import java.util.TreeSet;

/** Something that answers requests by Cedar policies. */
interface Engine {
    /** What no engine reads as policies. */
    String NO_POLICIES = "{\"staticPolicies\": \"?\"}";

    Answer ACCEPTED = new Answer("accepted", "");
    Answer POLICIES_REFUSED = new Answer("the policies are refused", "");
    Answer ENTITIES_REFUSED = new Answer("the entities are refused", "");
    Answer REQUEST_REFUSED = new Answer("the request is refused", "");

    Answer SCHEMA_REFUSED = new Answer("the schema is refused", "");
    Answer REFUSED_BY_SCHEMA = new Answer("the entities or the request are refused", "");

    /** An answer to each request; one only where policies or entities are refused. */
    List<Answer> answers(Case test);

    /** An answer to each request of a case, its policies, templates and links given as one text in Cedar's JSON form. */
    List<Answer> answers(Case test, String policiesJson);

    /** The policies, templates and links of a case in Cedar's JSON form; {@link #NO_POLICIES} where they are refused. */
    String policiesJson(Case test);

    /** {@link #ACCEPTED} or {@link #POLICIES_REFUSED}, for policies and templates. */
    Answer policies(String text);

    /** {@link #ACCEPTED} or {@link #ENTITIES_REFUSED}. */
    Answer entities(String json);

    /** {@link #ACCEPTED} or {@link #REQUEST_REFUSED}. */
    Answer context(String json);

    /** {@link #ACCEPTED} or {@link #SCHEMA_REFUSED}. */
    Answer schema(String text);

    /** Which policies of a case do not fit its schema, and which are false in each of its requests. */
    Answer validation(Case test);

    /** An answer to each request of a case, entities and requests held against its schema. */
    List<Answer> typedAnswers(Case test);

    /**
     * Whether entities and a request are read by a schema and fit it.
     *
     * @param request principal, action, resource and context
     * @return {@link #ACCEPTED}, {@link #SCHEMA_REFUSED} or {@link #REFUSED_BY_SCHEMA}
     */
    Answer conforms(String schema, String entities, Case.Request request);

    /**
     * What an engine says.
     *
     * @param verdict what has to be the same
     * @param detail why, in the engine's own words
     */
    record Answer(String verdict, String detail) {

        /** Ours are {@code policy#7} where theirs are {@code policy7}. */
        static String sameId(String id) {
            return id.replace("#", "");
        }

        /** A decision with the ids of the policies that made it and of those that failed. */
        static Answer of(boolean allowed, TreeSet<String> determining, TreeSet<String> erroring, String detail) {
            return new Answer((allowed ? "allow " : "deny ") + determining + " errors " + erroring, detail);
        }

        /** Policies that do not fit a schema, and among the others those that are false in each request. */
        static Answer ofValidation(TreeSet<String> invalid, TreeSet<String> impossible, String detail) {
            impossible.removeAll(invalid);
            return new Answer(
                    (invalid.isEmpty() ? "valid " : "invalid ") + invalid + " impossible " + impossible, detail);
        }

        Answer because(String why) {
            return new Answer(verdict, why);
        }

        boolean isAccepted() {
            return agrees(ACCEPTED);
        }

        boolean agrees(Answer other) {
            return verdict.equals(other.verdict);
        }

        @Override
        public String toString() {
            return detail.isEmpty() ? verdict : verdict + " (" + detail + ")";
        }
    }
}
