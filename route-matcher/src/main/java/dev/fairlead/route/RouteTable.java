package dev.fairlead.route;

/** The routes of one profile, compiled. */
public final class RouteTable {}
