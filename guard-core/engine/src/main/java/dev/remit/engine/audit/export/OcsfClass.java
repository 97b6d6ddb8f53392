package dev.remit.engine.audit.export;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** The OCSF event classes that records become, with their category. Numbers and names are those of OCSF 1.9.0. */
enum OcsfClass {
    BASE_EVENT(0, "Base Event", 0, "Uncategorized"),
    DETECTION_FINDING(2004, "Detection Finding", 2, "Findings"),
    ENTITY_MANAGEMENT(3004, "Entity Management", 3, "Identity & Access Management"),
    APPLICATION_LIFECYCLE(6002, "Application Lifecycle", 6, "Application Activity"),
    API_ACTIVITY(6003, "API Activity", 6, "Application Activity");

    /** The activity that has no number of its own. */
    static final int OTHER = 99;

    private final int uid;
    private final String caption;
    private final int category;
    private final String categoryCaption;

    OcsfClass(int uid, String caption, int category, String categoryCaption) {
        this.uid = uid;
        this.caption = caption;
        this.category = category;
        this.categoryCaption = categoryCaption;
    }

    /** Writes what says of which class and activity the event is. */
    void write(int activity, String activityName, JsonGenerator to) throws IOException {
        to.writeNumberField("category_uid", category);
        to.writeStringField("category_name", categoryCaption);
        to.writeNumberField("class_uid", uid);
        to.writeStringField("class_name", caption);
        to.writeNumberField("activity_id", activity);
        to.writeStringField("activity_name", activityName);
        to.writeNumberField("type_uid", uid * 100L + activity);
        to.writeStringField("type_name", caption + ": " + (activity == OTHER ? "Other" : activityName));
    }
}
