package com.embabel.agent.core;

/** As {@link com.embabel.agent.api.tool.Tool}. */
public abstract class Agent {
    public abstract String getName();
}
