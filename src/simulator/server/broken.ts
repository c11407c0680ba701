/** Connections that break, as `fetch` reports them. */

/** Moment at which a connection broke. */
export type Break = "REFUSE" | "RESET" | "CUT";

const CAUSES: Readonly<Record<Break, { code: string; message: string }>> = {
  REFUSE: { code: "ECONNREFUSED", message: "connect ECONNREFUSED" },
  RESET: { code: "ECONNRESET", message: "read ECONNRESET" },
  CUT: { code: "ECONNRESET", message: "The connection was closed too early" },
};

/**
 * Error with which `fetch` rejects where the network fails. A server that comes upon
 * it ends the connection.
 */
export class BrokenConnection extends TypeError {
  override readonly name = "TypeError";
  /** Moment at which the connection broke. */
  readonly kind: Break;

  /** Looks as it does on Node: the cause has the code. */
  constructor(kind: Break) {
    const { code, message } = CAUSES[kind];
    const cause = Object.assign(new Error(message), { code });
    super(kind === "CUT" ? "terminated" : "fetch failed", { cause });
    this.kind = kind;
  }
}
