/** Attachments: the files behind answers of the type `file`. */

import { STATUS_CODE } from "@std/http/status";
import {
  ApiError,
  doesNotExist,
  type FieldErrors,
  validationError,
} from "../checks/api_error.ts";
import { fieldError } from "../checks/field_errors.ts";
import { type FieldSpec, scalarType, type Values } from "../checks/fields.ts";
import { isObject } from "../checks/validation.ts";
import { parsePlace, type Place, placeAt } from "../engine/places.ts";
import { Random } from "../engine/random.ts";
import type { ListRules } from "../server/listing.ts";
import {
  API,
  type Context,
  ok,
  page,
  type Reply,
  type Route,
  route,
} from "../server/router.ts";
import { pageOfPool } from "../tolokers/answers.ts";
import type { Bytes } from "../tolokers/files/bytes.ts";
import { MEDIA, mediaOfName } from "../tolokers/files/media.ts";
import {
  asksForFiles,
  filesOn,
  type PageFile,
} from "../tolokers/interface/page_files.ts";
import { drawPlace } from "../tolokers/interface/spec_values.ts";
import type {
  AssignmentRecord,
  AttachmentRecord,
  PoolRecord,
  TaskRecord,
} from "../world/records.ts";
import { writeSolutions } from "../world/solutions.ts";
import type { Reaction, World } from "../world/world.ts";

/** Bytes of one part of a file. */
const BLOCK = 65_536;

/** Size below which a file may be larger than configured. */
const SMALL = 2_000;

/** Meters from the place of a task at which a photo is taken, at most. */
const STEPS = 20;

const LIST: ListRules = {
  default: 50,
  max: 100,
  sort: ["id", "created"],
  ranges: { id: "id", created: "time" },
  equal: ["name"],
};

/** Filters that look deeper into an attachment. */
const FILTERS: Readonly<
  Record<string, (view: AttachmentRecord["view"]) => unknown>
> = {
  pool_id: ({ details }) => details.pool_id,
  assignment_id: ({ details }) => details.assignment_id,
  user_id: ({ details }) => details.user_id,
  type: ({ attachment_type }) => attachment_type,
  owner_id: ({ owner }) => owner?.id,
  owner_company_id: ({ owner }) => owner?.company_id,
};

/** Stores the files of submitted answers as attachments. */
export const storeFiles: Reaction = (world, event) => {
  if (event.type === "SUBMITTED") upload(world, event.assignment);
};

/** Puts a fresh attachment in the place of each file a Toloker named. */
function upload(world: World, assignment: AssignmentRecord): void {
  const { pool, answers, tasks } = assignment;
  if (answers === undefined || !mayHaveFiles(pool)) return;
  const uploaded = answers.map((answer, index) => {
    let output: unknown = answer;
    const task = tasks[index]!;
    for (const file of filesIn(pool, task, answer)) {
      output = replaceAt(
        output,
        file.path,
        () => addFile(world, assignment, file, task),
      );
    }
    return output as Values;
  });
  assignment.solutions = writeSolutions(uploaded);
}

function isFile([, spec]: [name: string, spec: FieldSpec]): boolean {
  return scalarType(spec) === "file";
}

function mayHaveFiles(pool: PoolRecord): boolean {
  const page = pageOfPool(pool);
  return Object.entries(pool.output).some(isFile) ||
    (page !== undefined && asksForFiles(page));
}

/** The files by the specification, and those that other fields hold. */
function filesIn(
  pool: PoolRecord,
  task: TaskRecord,
  answer: Values,
): PageFile[] {
  const page = pageOfPool(pool);
  const onPage = page ? filesOn(page, task.input_values, answer) : [];
  const names = Object.entries(pool.output).filter(isFile)
    .map(([name]) => name);
  const files = names.map((name) => ({
    media: mediaOfName(name),
    located: false,
    ...onPage.find(({ path }) => path[0] === name),
    path: [name],
  }));
  return [...files, ...onPage.filter(({ path }) => !names.includes(path[0]!))];
}

/** Replaces the text or the list of texts at a path. */
function replaceAt(
  value: unknown,
  [key, ...rest]: readonly string[],
  make: () => string,
): unknown {
  if (Array.isArray(value)) {
    return value.map((item, index) => {
      if (key === undefined) return replaceAt(item, [], make);
      return key === `${index}` ? replaceAt(item, rest, make) : item;
    });
  }
  if (key === undefined) return typeof value === "string" ? make() : value;
  if (!isObject(value) || !Object.hasOwn(value, key)) return value;
  return { ...value, [key]: replaceAt(value[key], rest, make) };
}

function addFile(
  world: World,
  { id: assignment_id, pool_id, user_id }: AssignmentRecord,
  { path, media, located }: PageFile,
  task: TaskRecord,
): string {
  // Items of a list are numbers.
  const field = path.findLast((key) => !/^\d+$/.test(key));
  const id = world.ids.uuid();
  const [min, max] = world.services.fileSize;
  const random = new Random(`${world.seed}/file/${id}`);
  const details = { user_id, assignment_id, pool_id };
  const { ending, type } = MEDIA[media];
  const record: AttachmentRecord = {
    view: {
      id,
      attachment_type: "ASSIGNMENT_ATTACHMENT",
      name: `${field}-${id.slice(0, 8)}.${ending}`,
      media_type: type,
      details,
      created: world.time,
      owner: world.owner(),
    },
    size: random.integer(min, max),
    place: located ? placeOfTask(task, random) : undefined,
  };
  // No file of its kind may be as small as that.
  if (record.size < SMALL) {
    record.size = contentOf(world, record).length;
  }
  world.attachments.set(id, record);
  return id;
}

/** A place a few steps from the one that a task is about, if it names one. */
function placeOfTask(
  { pool, input_values }: TaskRecord,
  random: Random,
): Place {
  const name = Object.keys(pool.input).find((name) =>
    scalarType(pool.input[name]!) === "coordinates"
  );
  const center =
    parsePlace(name === undefined ? undefined : input_values[name]) ??
      parsePlace(drawPlace(random))!;
  return placeAt(
    center,
    random.between(0, STEPS),
    random.between(0, 2 * Math.PI),
  );
}

/** Generates the bytes of a file, the same each time. */
function contentOf(
  world: World,
  { view, size, place }: AttachmentRecord,
): Bytes {
  const random = new Random(`${world.seed}/file/${view.id}/content`);
  return kindOf(view).make(random, size, place);
}

/** The kind of a file; one that was saved long ago may have another. */
function kindOf({ media_type }: AttachmentRecord["view"]) {
  return Object.values(MEDIA).find(({ type }) => type === media_type) ??
    MEDIA.PDF;
}

/** The bytes from `start` up to `end`, in pieces. */
function* pieces(bytes: Bytes, start: number, end: number): Generator<Bytes> {
  for (let at = start; at < end; at += BLOCK) {
    yield bytes.slice(at, Math.min(end, at + BLOCK));
  }
}

function find({ world, params }: Context): AttachmentRecord {
  const attachment = world.attachments.get(params.id!);
  if (attachment === undefined) throw doesNotExist("attachment", params.id!);
  return attachment;
}

function list(context: Context): Reply {
  const { world, query } = context;
  if (!query.has("pool_id") && !query.has("assignment_id")) {
    const errors: FieldErrors = {
      pool_id: fieldError("VALUE_REQUIRED"),
      assignment_id: fieldError("VALUE_REQUIRED"),
    };
    throw validationError(errors);
  }
  const tests = Object.entries(FILTERS).filter(([name]) => query.has(name));
  const attachments = [...world.attachments.values()].filter(({ view }) =>
    tests.every(([name, read]) => read(view) === query.get(name))
  );
  return page(attachments, context, LIST);
}

/** Reads `bytes=0-99`, `bytes=100-` or `bytes=-100`; other forms are ignored. */
function readRange(
  header: string | null,
  size: number,
): [start: number, end: number] | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (match === null || match[0] === "bytes=-") return undefined;
  const [, from = "", to = ""] = match;
  if (from === "") return [Math.max(0, size - Number(to)), size];
  const end = to === "" ? size : Math.min(size, Number(to) + 1);
  return [Number(from), end];
}

function download(context: Context): Reply {
  const { world, headers } = context;
  const attachment = find(context);
  const { size, view } = attachment;
  if (context.hides?.(view)) throw doesNotExist("attachment", view.id);
  const ranges = world.services.fileRanges;
  const range = ranges ? readRange(headers.get("range"), size) : undefined;
  const [start, end] = range ?? [0, size];
  if (range !== undefined && start >= end) {
    throw new ApiError(
      STATUS_CODE.RangeNotSatisfiable,
      "VALIDATION_ERROR",
      `The file has no such bytes: its size is ${size}`,
    );
  }
  return {
    status: range === undefined ? STATUS_CODE.OK : STATUS_CODE.PartialContent,
    bytes: {
      content: () => pieces(contentOf(world, attachment), start, end),
      headers: {
        "content-type": view.media_type ?? "application/octet-stream",
        "content-length": String(end - start),
        "content-disposition": `attachment; filename="${view.name}"`,
        ...(ranges ? { "accept-ranges": "bytes" } : {}),
        ...(range === undefined
          ? {}
          : { "content-range": `bytes ${start}-${end - 1}/${size}` }),
      },
    },
  };
}

/** Endpoints of attachments. */
export const attachmentRoutes: readonly Route[] = [
  route("GET", `${API}/attachments`, list),
  route("GET", `${API}/attachments/:id`, (context) => ok(find(context).view)),
  route("GET", `${API}/attachments/:id/download`, download),
];
