package com.embabel.agent.core;

/** As {@link com.embabel.agent.api.tool.Tool}. */
public interface AgentProcess {
    String getId();

    Agent getAgent();
}
