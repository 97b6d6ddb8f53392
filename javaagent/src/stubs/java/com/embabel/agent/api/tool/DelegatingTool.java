package com.embabel.agent.api.tool;

/** As {@link Tool}. */
public interface DelegatingTool extends Tool {
    Tool getDelegate();
}
