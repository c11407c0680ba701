/** Every command by name, with the module that has it. Modules load when they run. */
import type { Commands } from "./command.ts";

const pools = () => import("./commands/pool.ts");
const poolFiles = () => import("./commands/pool_file.ts");
const checkPool = () => import("./commands/check_pool.ts");
const reviews = () => import("./commands/review.ts");
const tasks = () => import("./commands/task.ts");
const webhooks = () => import("./commands/webhook.ts");
const users = () => import("./commands/user.ts");
const projects = () => import("./commands/project.ts");

/** Commands in the order of the help. */
export const COMMANDS: Commands = {
  "status": {
    summary: "Show the account, its balance and the server",
    load: async () => (await import("./commands/status.ts")).status,
  },
  "login": {
    summary: "Store a token under a profile",
    load: async () => (await import("./commands/login.ts")).login,
  },
  "logout": {
    summary: "Delete a stored token",
    load: async () => (await import("./commands/login.ts")).logout,
  },
  "pool list": {
    summary: "List pools",
    load: async () => (await pools()).list,
  },
  "pool get": {
    summary: "Show a pool",
    load: async () => (await pools()).get,
  },
  "pool open": {
    summary: "Open a pool: Tolokers get its tasks, and are paid",
    load: async () => (await pools()).open,
  },
  "pool close": {
    summary: "Close a pool: no more tasks are given out",
    load: async () => (await pools()).close,
  },
  "pool archive": {
    summary: "Archive a pool for good",
    load: async () => (await pools()).archive,
  },
  "pool clone": {
    summary: "Copy a pool without its tasks",
    load: async () => (await pools()).clone,
  },
  "pool lint": {
    summary: "Check a pool for costly mistakes",
    load: async () => (await checkPool()).lint,
  },
  "pool cost": {
    summary: "Estimate what a pool costs",
    load: async () => (await checkPool()).cost,
  },
  "pool create": {
    summary: "Create a pool from a file",
    load: async () => (await poolFiles()).create,
  },
  "pool update": {
    summary: "Replace a pool's settings by those of a file",
    load: async () => (await poolFiles()).update,
  },
  "pool watch": {
    summary: "Show a pool's progress, speed and cost until it closes",
    load: async () => (await import("./commands/watch.ts")).watch,
  },
  "task check": {
    summary: "Check a file of tasks against its project",
    load: async () => (await tasks()).check,
  },
  "task upload": {
    summary: "Upload tasks from a file, each row once",
    load: async () => (await import("./commands/upload.ts")).upload,
  },
  "assignment export": {
    summary: "Write the answers of a pool to a file",
    load: async () => (await import("./commands/assignment.ts")).exportAnswers,
  },
  "assignment review": {
    summary: "Accept and reject answers by conditions",
    load: async () => (await reviews()).review,
  },
  "assignment accept": {
    summary: "Accept answers: their Tolokers are paid",
    load: async () => (await reviews()).accept,
  },
  "assignment reject": {
    summary: "Reject answers, with a reason",
    load: async () => (await reviews()).reject,
  },
  "aggregate": {
    summary: "Combine the answers to each task into one label",
    load: async () => (await import("./commands/aggregate.ts")).aggregate,
  },
  "init": {
    summary: "Write a folder with a job to start from",
    load: async () => (await import("./commands/init.ts")).init,
  },
  "simulate": {
    summary: "Run a job file offline, with simulated Tolokers",
    load: async () => (await import("./commands/simulate.ts")).simulate,
  },
  "plan": {
    summary: "Compare a job file with the server",
    load: async () => (await import("./commands/plan.ts")).plan,
  },
  "apply": {
    summary: "Create and update what a job file says",
    load: async () => (await import("./commands/plan.ts")).apply,
  },
  "project list": {
    summary: "List projects",
    load: async () => (await projects()).list,
  },
  "project get": {
    summary: "Show a project",
    load: async () => (await projects()).get,
  },
  "project archive": {
    summary: "Archive a project for good",
    load: async () => (await projects()).archive,
  },
  "bonus pay": {
    summary: "Pay bonuses from a file, each row once",
    load: async () => (await import("./commands/bonus.ts")).pay,
  },
  "user ban": {
    summary: "Restrict a Toloker's access",
    load: async () => (await users()).ban,
  },
  "user unban": {
    summary: "Lift the restrictions of a Toloker",
    load: async () => (await users()).unban,
  },
  "user skill": {
    summary: "Show, set or delete a Toloker's skill",
    load: async () => (await users()).skill,
  },
  "message send": {
    summary: "Write to Tolokers",
    load: async () => (await import("./commands/message.ts")).send,
  },
  "attachment download": {
    summary: "Download the files of a pool's answers",
    load: async () => (await import("./commands/attachment.ts")).download,
  },
  "dashboard": {
    summary: "Serve a page that shows pools while they run",
    load: async () => (await import("./commands/dashboard.ts")).dashboard,
  },
  "operation wait": {
    summary: "Wait until an operation has ended",
    load: async () => (await import("./commands/operation.ts")).wait,
  },
  "webhook listen": {
    summary: "Send a pool's events to a program of yours as they happen",
    load: async () => (await import("./commands/webhook_listen.ts")).listen,
  },
  "webhook trigger": {
    summary: "Send a made-up event to a program of yours",
    load: async () => (await webhooks()).trigger,
  },
  "webhook test": {
    summary: "Let the platform send a test event to a subscription",
    load: async () => (await webhooks()).test,
  },
  "simulator": {
    summary: "Serve a simulated Toloka to programs in any language",
    load: async () => (await import("./commands/simulator.ts")).simulator,
  },
  "api": {
    summary: "Send any request to the API",
    load: async () => (await import("./commands/api.ts")).api,
  },
  "completions": {
    summary: "Print a script that completes commands in a shell",
    load: async () => (await import("./commands/completions.ts")).print,
  },
};
