/** Messages between the requester and Tolokers. */

import type { LocalizedText } from "../../types/common.ts";
import type {
  Interlocutor,
  Message,
  MessageThread,
  MessageThreadCompose,
  MessageThreadComposeDetails,
  MessageThreadFolder,
  MessageThreadFolders,
  MessageThreadReply,
  RecipientsSelectType,
} from "../../types/message_threads.ts";
import {
  conflict,
  doesNotExist,
  type FieldErrors,
  validationError,
} from "../checks/api_error.ts";
import { fieldError } from "../checks/field_errors.ts";
import {
  checkBody,
  type Rule,
  type RulesFor,
  throwIfAny,
} from "../checks/validation.ts";
import { job } from "../world/jobs.ts";
import { Random } from "../engine/random.ts";
import { MINUTE } from "../engine/time.ts";
import { passesFilter } from "../issuing/eligibility.ts";
import type { ListRules } from "../server/listing.ts";
import {
  API,
  type Context,
  created,
  ok,
  page,
  type Reply,
  type Route,
  route,
} from "../server/router.ts";
import type { ThreadRecord, TolokerRecord } from "../world/records.ts";
import type { Habit } from "../world/habits.ts";
import type { JobHandler, World } from "../world/world.ts";
import { FILTER } from "./filter_rules.ts";

/** Most people or messages that a thread shows. */
const MAX_INLINED = 100;
/** Mean time until a Toloker answers. */
const ANSWER_TIME = 10 * MINUTE;

const SELECT_TYPES: readonly RecipientsSelectType[] = [
  "ALL",
  "DIRECT",
  "FILTER",
];

const FOLDERS: readonly MessageThreadFolder[] = [
  "INBOX",
  "OUTBOX",
  "AUTOMATIC_NOTIFICATION",
  "IMPORTANT",
  "UNREAD",
];

/** Readiness of Tolokers to answer, relative to careful ones, by habit. */
const READINESS: Readonly<Record<string, number>> = {
  sloppy: 0.8,
  random: 0.5,
} satisfies Partial<Record<Habit, number>>;

/** Number of answers in each language. */
const CHOICES = 3;
/** Answers of Tolokers, by language; English is the fallback. */
const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  EN: ["Thank you", "I have read it", "Could you tell me more?"],
  ES: ["Gracias", "Lo he leído", "¿Me lo puede explicar?"],
  FR: ["Merci", "Je l'ai lu", "Pouvez-vous préciser ?"],
  RU: ["Спасибо", "Понятно", "Можно подробнее?"],
};

const TEXT: Rule = { type: "object", required: true };

const COMPOSE: RulesFor<MessageThreadCompose> = {
  topic: TEXT,
  text: TEXT,
  answerable: { type: "boolean", required: true },
  recipients_select_type: {
    type: "string",
    required: true,
    values: SELECT_TYPES,
  },
  recipients_ids: { type: "array", max: 100, items: { type: "string" } },
  recipients_filter: FILTER,
};

const REPLY: RulesFor<MessageThreadReply> = { text: TEXT };

const PUT_AWAY: RulesFor<MessageThreadFolders> = {
  folders: {
    type: "array",
    required: true,
    items: { type: "string", values: FOLDERS },
  },
};

const LIST: ListRules = {
  default: 50,
  max: 300,
  sort: ["id", "created"],
  ranges: { id: "id", created: "time" },
};

function requester(world: World): Interlocutor & { id: string } {
  return { id: world.account.id, role: "REQUESTER", myself: true };
}

function isText(value: LocalizedText): boolean {
  const texts = Object.values(value);
  return texts.length > 0 && texts.every((text) => typeof text === "string");
}

/** Texts by language: at least one, and nothing but texts. */
function checkTexts(texts: Readonly<Record<string, LocalizedText>>): void {
  const errors: FieldErrors = {};
  for (const [name, text] of Object.entries(texts)) {
    if (!isText(text)) errors[name] = fieldError("STRING_EXPECTED");
  }
  throwIfAny(errors);
}

type ThreadFields =
  & Pick<
    MessageThread,
    "topic" | "answerable" | "meta" | "parent_id" | "compose_details"
  >
  & { folders: MessageThreadFolder[] };

/** Begins a thread, with its messages from the oldest on. */
export function addThread(
  world: World,
  recipients: readonly TolokerRecord[],
  fields: ThreadFields,
  messages: Message[],
): ThreadRecord {
  const people = [
    requester(world),
    ...recipients.map(({ id }) => ({ id, role: "USER", myself: false })),
  ].sort((a, b) => a.id < b.id ? -1 : 1);
  const few = people.length <= MAX_INLINED;
  const thread: ThreadRecord = {
    view: {
      ...fields,
      id: world.ids.object(world.clock.now),
      interlocutors_inlined: few,
      ...(few ? { interlocutors: people } : {}),
      created: world.time,
    },
    recipients: recipients.map(({ id }) => id),
    messages,
  };
  world.threads.set(thread.view.id, thread);
  show(thread);
  return thread;
}

/** Fills in the messages, newest first, unless there are too many. */
function show({ view, messages }: ThreadRecord): void {
  view.messages_inlined = messages.length <= MAX_INLINED;
  if (view.messages_inlined) view.messages = messages.toReversed();
  else delete view.messages;
}

function write(thread: ThreadRecord, message: Message): void {
  thread.messages.push(message);
  show(thread);
}

function put(
  { view }: ThreadRecord,
  ...folders: readonly MessageThreadFolder[]
): void {
  view.folders = [...new Set([...view.folders, ...folders])];
}

/** Whom a new message goes to. */
function recipientsOf(
  world: World,
  body: MessageThreadCompose,
): TolokerRecord[] {
  const everybody = [...world.tolokers.values()];
  switch (body.recipients_select_type) {
    case "ALL":
      return everybody.filter(({ done }) => done.size > 0);
    case "FILTER":
      if (body.recipients_filter == null) {
        throwIfAny({ recipients_filter: fieldError("VALUE_REQUIRED") });
      }
      return everybody.filter((toloker) =>
        passesFilter(body.recipients_filter, toloker)
      );
  }
  const ids = body.recipients_ids ?? [];
  if (ids.length === 0) {
    throw conflict("INCORRECT_RECIPIENTS", "The message is for nobody");
  }
  const errors: FieldErrors = {};
  ids.forEach((id, index) => {
    if (!world.tolokers.has(id)) {
      errors[`recipients_ids.${index}`] = fieldError("ENTITY_DOES_NOT_EXIST");
    }
  });
  throwIfAny(errors);
  return [...new Set(ids)].map((id) => world.tolokers.get(id)!);
}

function compose({ world, body: raw }: Context): Reply {
  const body = checkBody<MessageThreadCompose>(raw, COMPOSE);
  const { topic, text, answerable } = body;
  checkTexts({ topic, text });
  const recipients = recipientsOf(world, body);
  const { recipients_select_type } = body;
  const details: MessageThreadComposeDetails = { recipients_select_type };
  if (body.recipients_select_type === "DIRECT") {
    details.recipients_ids = recipients.map(({ id }) => id);
  } else if (body.recipients_select_type === "FILTER") {
    details.recipients_filter = body.recipients_filter;
  }
  const thread = addThread(
    world,
    recipients,
    { topic, answerable, folders: ["OUTBOX"], compose_details: details },
    [{ text, from: requester(world), created: world.time }],
  );
  if (answerable) expectAnswers(world, thread);
  return created(thread.view);
}

/** Some Tolokers answer the last message after a while. */
function expectAnswers(
  world: World,
  { messages, recipients, view }: ThreadRecord,
): void {
  const random = new Random(`${world.seed}/${view.id}/${messages.length}`);
  for (const id of recipients) {
    const { habit } = world.tolokers.get(id)!;
    const rate = world.services.replyRate * (READINESS[habit] ?? 1);
    // Drawn for everybody, so that one's answer does not hang on another's.
    const answers = random.chance(rate);
    const delay = random.exponential(ANSWER_TIME);
    const choice = random.integer(0, CHOICES - 1);
    if (!answers) continue;
    world.clock.after(delay, job("ANSWER_MESSAGE", view.id, id, `${choice}`));
  }
}

/** Job: a Toloker answers a message. */
export const answerMessage: JobHandler = (
  world,
  threadId,
  tolokerId,
  choice,
) => {
  const toloker = world.tolokers.get(tolokerId!)!;
  answer(world, world.threads.get(threadId!)!, toloker, Number(choice));
};

/** One of several recipients answers in a thread of their own. */
function answer(
  world: World,
  thread: ThreadRecord,
  toloker: TolokerRecord,
  choice: number,
): void {
  const known = toloker.traits.languages as readonly string[] | undefined;
  const language = known?.find((name) => Object.hasOwn(ANSWERS, name)) ?? "EN";
  const message: Message = {
    text: { [language]: ANSWERS[language]![choice]! },
    from: { id: toloker.id, role: "USER", myself: false },
    created: world.time,
  };
  if (thread.recipients.length === 1) {
    write(thread, message);
    put(thread, "INBOX", "UNREAD");
    return;
  }
  const { id, topic, answerable = false } = thread.view;
  addThread(world, [toloker], {
    parent_id: id,
    topic,
    answerable,
    folders: ["INBOX", "UNREAD"],
  }, [...thread.messages, message]);
}

function find({ world, params }: Context): ThreadRecord {
  const thread = world.threads.get(params.id!);
  if (thread === undefined) throw doesNotExist("message thread", params.id!);
  return thread;
}

function reply(context: Context): Reply {
  const { world } = context;
  const thread = find(context);
  const { text } = checkBody<MessageThreadReply>(context.body, REPLY);
  checkTexts({ text });
  write(thread, {
    text,
    from: requester(world),
    created: world.time,
  });
  put(thread, "OUTBOX");
  if (thread.view.answerable === true) expectAnswers(world, thread);
  return ok(thread.view);
}

function folders({ body }: Context): MessageThreadFolder[] {
  return checkBody<MessageThreadFolders>(body, PUT_AWAY).folders;
}

function addToFolders(context: Context): Reply {
  const thread = find(context);
  put(thread, ...folders(context));
  return ok(thread.view);
}

function removeFromFolders(context: Context): Reply {
  const { view } = find(context);
  const out: string[] = folders(context);
  view.folders = view.folders.filter((name) => !out.includes(name));
  return ok(view);
}

function readFolders(
  query: URLSearchParams,
  name: string,
): readonly string[] | undefined {
  const values = query.get(name)?.split(",");
  if (values?.every((value) => (FOLDERS as string[]).includes(value)) ?? true) {
    return values;
  }
  throw validationError({
    [name]: fieldError("UNKNOWN_ENUM_VALUE", ...FOLDERS),
  });
}

function list(context: Context): Reply {
  const { world, query } = context;
  const wanted = readFolders(query, "folder");
  const unwanted = readFolders(query, "folder_ne") ?? [];
  const threads = [...world.threads.values()].filter(({ view }) => {
    const { folders } = view;
    return (wanted?.some((name) => folders.includes(name)) ?? true) &&
      !unwanted.some((name) => folders.includes(name));
  });
  return page(threads, context, LIST, true);
}

/** Endpoints of messages. */
export const messageThreadRoutes: readonly Route[] = [
  route("GET", `${API}/message-threads`, list),
  route("POST", `${API}/message-threads/compose`, compose, COMPOSE),
  route("POST", `${API}/message-threads/:id/reply`, reply, REPLY),
  route(
    "POST",
    `${API}/message-threads/:id/add-to-folders`,
    addToFolders,
    PUT_AWAY,
  ),
  route(
    "POST",
    `${API}/message-threads/:id/remove-from-folders`,
    removeFromFolders,
    PUT_AWAY,
  ),
];
