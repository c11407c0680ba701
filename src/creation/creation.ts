/** Describes one kind of thing that can be created: a file beside this one does so for each. */
import type { RequestOptions } from "../options.ts";
import type { OperationType } from "../types/operations.ts";
import type { ItemRules } from "./chunks.ts";

/** One kind of thing that is created. */
export interface Creation<Input, Entity> extends ItemRules<Input> {
  /** Path of the endpoint. */
  path: string;
  /** Type of the operation that creates it. */
  operationType: OperationType;
  /** Number of items that one request carries, through an operation and without. */
  maxItems: { async: number; sync: number };
  /** Lists what was created; items that the server does not list yet are left out. */
  readBack(
    created: readonly Created<Input>[],
    options: RequestOptions,
  ): AsyncIterable<Entity>;
}

/** An item that was created. */
export interface Created<Input> {
  /** Id on the server. */
  id: string;
  /** The item as it was sent. */
  input: Input;
}
