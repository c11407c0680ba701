/** Files that Tolokers send can be opened. */

import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { Random } from "../../src/simulator/engine/random.ts";
import type { Bytes } from "../../src/simulator/tolokers/files/bytes.ts";
import { MEDIA, type Media } from "../../src/simulator/tolokers/files/media.ts";
import { Api, POOL, PROJECT } from "./api.ts";

const textOf = (bytes: Bytes) => new TextDecoder("latin1").decode(bytes);
const viewOf = (bytes: Bytes) =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Reads a file from beginning to end, by the rules of its kind. */
const READERS: Record<Media, (bytes: Bytes) => void> = {
  JPEG(bytes) {
    const view = viewOf(bytes);
    assertEquals(view.getUint16(0), 0xffd8);
    let at = 2;
    const markers = [];
    while (markers.at(-1) !== 0xda) {
      assertEquals(bytes[at], 0xff);
      markers.push(bytes[at + 1]);
      at += 2 + view.getUint16(at + 2);
    }
    for (const marker of [0xe0, 0xdb, 0xc0, 0xc4]) {
      assert(markers.includes(marker));
    }
    // Within the picture, 0xff is followed by 0.
    for (; at < bytes.length - 2; at++) {
      if (bytes[at] === 0xff) assertEquals(bytes[at + 1], 0);
    }
    assertEquals(view.getUint16(at), 0xffd9);
  },
  async PNG(bytes) {
    const view = viewOf(bytes);
    assertEquals(textOf(bytes.subarray(1, 4)), "PNG");
    const types = [];
    let at = 8;
    while (at < bytes.length) {
      const length = view.getUint32(at);
      const type = textOf(bytes.subarray(at + 4, at + 8));
      types.push(type);
      if (type === "IDAT") {
        const data = bytes.slice(at + 8, at + 8 + length);
        const pixels = new Blob([data]).stream()
          .pipeThrough(new DecompressionStream("deflate"));
        assertEquals((await new Response(pixels).bytes()).length, 8 * 9);
      }
      at += 12 + length;
    }
    assertEquals([types[0], types.at(-1)], ["IHDR", "IEND"]);
    assert(types.includes("IDAT"));
  },
  WAV(bytes) {
    const view = viewOf(bytes);
    assertEquals(textOf(bytes.subarray(0, 4)), "RIFF");
    assertEquals(view.getUint32(4, true), bytes.length - 8);
    assertEquals(textOf(bytes.subarray(36, 40)), "data");
    assertEquals(view.getUint32(40, true), bytes.length - 44);
  },
  MP4(bytes) {
    const view = viewOf(bytes);
    const boxes = new Map<string, number>();
    for (let at = 0; at < bytes.length; at += view.getUint32(at)) {
      boxes.set(textOf(bytes.subarray(at + 4, at + 8)), at);
    }
    assertEquals([...boxes.keys()].slice(0, 3), ["ftyp", "moov", "mdat"]);
    const place = textOf(bytes).indexOf("stco") + 12;
    assertEquals(view.getUint32(place), boxes.get("mdat")! + 8);
  },
  PDF(bytes) {
    const text = textOf(bytes);
    assert(text.startsWith("%PDF-1.4\n"));
    const [, table] = /startxref\n(\d+)\n%%EOF\n$/.exec(text)!;
    const entries = text.slice(Number(table)).split("\n").slice(3, 8);
    for (const [i, entry] of entries.entries()) {
      const place = Number(entry.slice(0, 10));
      assert(text.slice(place).startsWith(`${i + 1} 0 obj`));
    }
  },
};

for (const [media, read] of Object.entries(READERS)) {
  Deno.test(`a ${media} file can be read and has the size it is to have`, async () => {
    const { make } = MEDIA[media as Media];
    const smallest = make(new Random(1), 0);
    await read(smallest);
    for (const size of [2_000, 2_001, 20_000, 70_000, 131_075]) {
      const bytes = make(new Random(size), size);
      assertEquals(bytes.length, size);
      await read(bytes);
    }
    assertNotEquals(make(new Random(1), 2_000), make(new Random(2), 2_000));
  });
}

Deno.test("files are of the media that their fields take", async () => {
  const api = new Api({ attachments: { size: [100, 3_000] } });
  const field = (type: string, path: string, more = {}) => ({
    type: `field.${type}`,
    data: { type: "data.output", path },
    ...more,
  });
  const names = ["photo", "clip", "sound", "paper", "icon", "speech"];
  const project = await api.project({
    ...PROJECT,
    task_spec: {
      ...PROJECT.task_spec,
      output_spec: Object.fromEntries(
        names.map((name) => [name, { type: "file" }]),
      ),
      view_spec: {
        type: "tb",
        config: JSON.stringify({
          view: {
            type: "view.list",
            items: [
              field("media-file", "photo", { accept: { photo: true } }),
              field("media-file", "clip", { accept: { video: true } }),
              field("audio", "sound"),
              field("file", "paper"),
              field("file", "icon", { accept: ["image/png"] }),
            ],
          },
        }),
      },
    },
  });
  const pool = await api.post("/pools", { ...POOL, project_id: project.id });
  await api.tasks(pool.id, 5, { overlap: 1 });
  await api.finish(pool.id);
  const kinds = new Map<string, string>();
  for (const file of await api.list(`/attachments?pool_id=${pool.id}`)) {
    const url = `${api.simulator.url}/api/v1/attachments/${file.id}/download`;
    const response = await api.simulator.fetch(url, {
      headers: { Authorization: "ApiKey any" },
    });
    const bytes = await response.bytes();
    assertEquals(Number(response.headers.get("content-length")), bytes.length);
    assertEquals(response.headers.get("content-type"), file.media_type);
    const [media] = Object.entries(MEDIA).find(([, { type }]) =>
      type === file.media_type
    )!;
    await READERS[media as Media](bytes);
    const [, name, ending] = /^(\w+)-[0-9a-f]{8}\.(\w+)$/.exec(file.name)!;
    kinds.set(name!, `${ending} ${file.media_type}`);
  }
  assertEquals(Object.fromEntries(kinds), {
    photo: "jpg image/jpeg",
    clip: "mp4 video/mp4",
    sound: "wav audio/wav",
    paper: "pdf application/pdf",
    icon: "png image/png",
    speech: "wav audio/wav",
  });
});

Deno.test("files within JSON, texts and lists are attachments", async () => {
  const api = new Api();
  const at = (path: string) => ({ type: "data.output", path });
  const relative = (path?: string) => ({ type: "data.relative", path });
  const validation = { type: "condition.required" };
  const photo = { type: "field.media-file", accept: { photo: true } };
  const project = await api.project({
    ...PROJECT,
    task_spec: {
      ...PROJECT.task_spec,
      output_spec: {
        visit: { type: "json" },
        note: { type: "string" },
        rows: { type: "array_json" },
        ids: { type: "array_string" },
      },
      view_spec: {
        type: "tb",
        config: JSON.stringify({
          view: {
            type: "view.list",
            items: [
              { ...photo, data: at("visit.front.photo"), validation },
              {
                type: "field.file",
                multiple: true,
                accept: ["audio/*"],
                data: at("visit.sounds"),
                validation,
              },
              { type: "field.text", data: at("visit.text"), validation },
              { type: "field.audio", data: at("note"), validation },
              {
                type: "field.list",
                data: at("rows"),
                render: {
                  type: "view.list",
                  items: [
                    { ...photo, data: relative("scan"), validation },
                    { type: "field.text", data: relative("name"), validation },
                  ],
                },
              },
              {
                type: "field.list",
                data: at("ids"),
                render: { ...photo, data: relative(), validation },
              },
            ],
          },
        }),
      },
    },
  });
  const pool = await api.post("/pools", { ...POOL, project_id: project.id });
  await api.tasks(pool.id, 5, { overlap: 1 });
  await api.finish(pool.id);
  const answers = (await api.list(`/assignments?pool_id=${pool.id}`))
    .flatMap(({ solutions }) => solutions);
  assertEquals(answers.length, 5);
  const files = await api.list(`/attachments?pool_id=${pool.id}`);
  const left = new Map(files.map(({ id, name, media_type }) => [
    id,
    `${name.split("-")[0]} ${media_type}`,
  ]));
  const take = (id: string, expected: string) => {
    assertEquals(left.get(id), expected);
    left.delete(id);
  };
  for (const { output_values: { visit, note, rows, ids } } of answers) {
    take(visit.front.photo, "photo image/jpeg");
    for (const id of visit.sounds) take(id, "sounds audio/wav");
    assertEquals(left.has(visit.text), false);
    take(note, "note audio/wav");
    assert(rows.length > 0 && ids.length > 0);
    for (const { scan } of rows) take(scan, "scan image/jpeg");
    for (const id of ids) take(id, "ids image/jpeg");
  }
  assertEquals(left, new Map());
});

/** Reads the place of a photo from its Exif data, in degrees. */
function placeOf(bytes: Bytes): [latitude: number, longitude: number] {
  const view = viewOf(bytes);
  assertEquals(view.getUint16(2), 0xffe1);
  assertEquals(textOf(bytes.subarray(6, 12)), "Exif\0\0");
  const begin = 12;
  assertEquals(view.getUint32(begin), 0x4d4d002a);
  const entriesAt = (offset: number) =>
    new Map(
      Array.from({ length: view.getUint16(begin + offset) }, (_, i) => {
        const at = begin + offset + 2 + 12 * i;
        return [view.getUint16(at), at + 8];
      }),
    );
  const root = entriesAt(view.getUint32(begin + 4));
  const place = entriesAt(view.getUint32(root.get(0x8825)!));
  const angle = (tag: number) => {
    const at = begin + view.getUint32(place.get(tag + 1)!);
    const parts = [0, 8, 16].map((i) =>
      view.getUint32(at + i) / view.getUint32(at + i + 4)
    );
    const degrees = parts[0]! + parts[1]! / 60 + parts[2]! / 3_600;
    return "SW".includes(textOf(bytes.subarray(place.get(tag)!)).charAt(0))
      ? -degrees
      : degrees;
  };
  return [angle(1), angle(3)];
}

Deno.test("a photo tells its place where its field requires coordinates", async () => {
  const api = new Api({ attachments: { size: [100, 3_000] } });
  const shop: [number, number] = [-33.8688, -151.2093];
  const field = (path: string, requiredCoordinates?: boolean) => ({
    type: "field.media-file",
    data: { type: "data.output", path },
    accept: { photo: true },
    ...(requiredCoordinates !== undefined && { requiredCoordinates }),
  });
  const project = await api.project({
    ...PROJECT,
    task_spec: {
      input_spec: { shop: { type: "coordinates" } },
      output_spec: { front: { type: "file" }, inside: { type: "file" } },
      view_spec: {
        type: "tb",
        config: JSON.stringify({
          view: {
            type: "view.list",
            items: [field("front", true), field("inside")],
          },
        }),
      },
    },
  });
  const pool = await api.post("/pools", { ...POOL, project_id: project.id });
  await api.post("/tasks?allow_defaults=true", [{
    pool_id: pool.id,
    input_values: { shop: shop.join(",") },
  }]);
  await api.finish(pool.id);
  const files = await api.list(`/attachments?pool_id=${pool.id}`);
  assert(files.length > 0);
  for (const { id, name } of files) {
    const url = `${api.simulator.url}/api/v1/attachments/${id}/download`;
    const headers = { Authorization: "ApiKey any" };
    const response = await api.simulator.fetch(url, { headers });
    const bytes = await response.bytes();
    READERS.JPEG(bytes);
    if (name.startsWith("inside-")) {
      assertEquals(textOf(bytes).includes("Exif"), false);
      continue;
    }
    for (const [i, degrees] of placeOf(bytes).entries()) {
      assert(Math.abs(degrees - shop[i]!) < 0.001, `${degrees}`);
    }
  }
});
