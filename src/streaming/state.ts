/** Records that a stream keeps in its store, and their keys. */
import { generate } from "@std/uuid/v5";
import { stampOf } from "./times.ts";

/** Namespace of the ids that follow from events (RFC 9562, section 5.5); drawn once at random. */
const EVENT_NAMESPACE = "4f0f6d9a-7c1e-4b7c-9a52-0d6b8f1c2e93";

/** Longest name of a stream or job, written as a part of a key. */
const LONGEST_NAME = 120;

/** Position up to which a stream has been read. */
export interface Cursor {
  /** Counts pages that were read, so that other processes see that somebody reads. */
  scans: number;
  /** By type of event: the newest time that was known when the last complete pass began. */
  marks: Record<string, string>;
  /** By type of event: the newest time that has been seen. */
  newest: Record<string, string>;
  /** By type of event: older events count as seen, as their records are gone. */
  trimmed: Record<string, string>;
  /** `true` once everything was read again after the pool closed. */
  swept: boolean;
}

/** The cursor of a stream that nobody has read. */
export const NEW_CURSOR: Cursor = {
  scans: 0,
  marks: {},
  newest: {},
  trimmed: {},
  swept: false,
};

/** An event that waits to be handled. */
export interface InboxEntry {
  /** Type of the event. */
  type: string;
  /** Id of the item. */
  id: string;
  /** Time as the item has it. */
  time: string;
}

/** Lease of an event by the worker that handles it. */
export interface LeaseRecord {
  /** Name of the worker; `null` if the event was given back. */
  owner: string | null;
  /** Number of times that the event was handed out. */
  attempt: number;
}

/** Escapes a text for a key. */
export function keyPart(text: string): string {
  return encodeURIComponent(text);
}

/** Prefix of all keys of a stream or a job. */
export function spaceOf(action: string, kind: string, name: string): string {
  if (typeof name === "string" && name !== "") {
    const part = keyPart(name);
    if (part.length <= LONGEST_NAME) return `${kind}/${part}/`;
  }
  throw new TypeError(
    `Cannot ${action} as 'name' must be a text of at most ${LONGEST_NAME} characters, escaped as in a URL: current value is ${
      JSON.stringify(name)
    }`,
  );
}

/** The keys of a stream. */
export class StreamKeys {
  /** Prefix of all of them. */
  readonly space: string;
  /** Of the {@linkcode Cursor}. */
  readonly cursor: string;
  /** Prefix of events that wait. */
  readonly inbox: string;
  /** Prefix of leases. */
  readonly leases: string;

  /** Creates the keys of a stream. */
  constructor(name: string) {
    this.space = spaceOf("create stream", "stream", name);
    this.cursor = `${this.space}cursor`;
    this.inbox = `${this.space}inbox/`;
    this.leases = `${this.space}lease/`;
  }

  /** Names an event: its time first, so that keys are in the order of time. */
  event({ type, id, time }: InboxEntry): string {
    return `${stampOf(time)}/${keyPart(type)}/${keyPart(id)}`;
  }

  /** Of an event that waits. */
  waiting(event: string): string {
    return this.inbox + event;
  }

  /** Of the item that an event is about. */
  item(event: string): string {
    return `${this.space}item/${event}`;
  }

  /** Of the lease of an event. */
  lease(event: string): string {
    return this.leases + event;
  }

  /** Of the verdict about an assignment. */
  verdict(event: string): string {
    return `${this.space}verdict/${event}`;
  }

  /** Prefix of the events of a type that were seen. */
  seenOf(type: string): string {
    return `${this.space}seen/${keyPart(type)}/`;
  }

  /** Of an event that was seen. */
  seen({ type, id, time }: InboxEntry): string {
    return `${this.seenOf(type)}${stampOf(time)}/${keyPart(id)}`;
  }
}

/** The UUID of an event in a stream: the same whenever and wherever it is handed out. */
export function operationIdOf(space: string, event: string): Promise<string> {
  const name = new TextEncoder().encode(space + event);
  return generate(EVENT_NAMESPACE, name);
}
