/** What Tolokers get for a training: a value in the training's skill. */

import { addSkill, setSkill } from "./skills.ts";
import type {
  AssignmentRecord,
  PoolRecord,
  TolokerRecord,
  World,
} from "./store.ts";

interface Result {
  suites: number;
  answers: number;
  right: number;
}

/** Gives Tolokers their training skills as they finish trainings. */
export function startGrading(world: World): void {
  const results = new Map<string, Result>();
  world.listen((event) => {
    if (event.type !== "SUBMITTED") return;
    const { assignment } = event;
    const { pool, toloker } = assignment;
    if (pool.kind !== "TRAINING") return;
    const key = `${pool.view.id}/${toloker.id}`;
    const result = results.get(key) ?? { suites: 0, answers: 0, right: 0 };
    results.set(key, result);
    count(result, assignment);
    if (!isFinished(pool, toloker, result)) return;
    results.delete(key);
    toloker.trained.set(pool.view.id, world.clock.now);
    const value = 100 * result.right / result.answers;
    setSkill(world, toloker, trainingSkill(world, pool), value);
  });
}

/** Only the first answer to a task counts. */
function count(result: Result, { suite, view }: AssignmentRecord): void {
  const declined = view.first_declined_solution_attempt as
    | { output_values?: unknown }[]
    | undefined;
  result.suites++;
  result.answers += suite.tasks.length;
  result.right +=
    suite.tasks.filter((_task, index) =>
      declined?.[index]?.output_values === undefined
    ).length;
}

function isFinished(
  pool: PoolRecord,
  toloker: TolokerRecord,
  result: Result,
): boolean {
  const { suitesToPass } = pool.settings;
  if (suitesToPass !== undefined && result.suites >= suitesToPass) return true;
  const seen = toloker.seen.get(pool.view.id);
  return pool.waiting.TRAINING.items.every(({ view }) => seen?.has(view.id));
}

/** The skill of a training is made when the first Toloker needs it. */
function trainingSkill(world: World, pool: PoolRecord): string {
  const { id, private_name } = pool.view;
  const known = world.trainingSkills.get(id);
  if (known !== undefined) return known;
  const skill = addSkill(world, { name: String(private_name) }, true).view.id;
  world.trainingSkills.set(id, skill);
  return skill;
}
