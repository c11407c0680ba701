// Serves the simulator of the scenario, and prints where:
//
//     node serve.mjs '{"seed":1}'
import process from "node:process";
import { Simulator } from "@toloka/client/simulator";

const simulator = new Simulator(JSON.parse(process.argv[2]));
const { url } = await simulator.serve({ port: 0 });
console.log(url);
