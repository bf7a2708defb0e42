"""The contract: every shape that crosses the network, defined once.

Edges alone import this package. JSON Schema, OpenAPI and the TypeScript types are generated from it.
"""
