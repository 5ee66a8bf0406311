// Engines in programs of ours, which print their answers and times: Drools and jDMN on a Java virtual machine, dsntk in Rust.
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { has } from '../machine.mjs';
import { folder } from '../servers.mjs';
import { pinned, place } from './place.mjs';

// Why what a tool builds is left out, or nothing; it is built once in a run.
function builder(tool, directory, ...options) {
  let missing;
  const build = () => {
    if (!has(tool)) return `there is no ${tool}`;
    return spawnSync(tool, options, { cwd: join(place, directory), stdio: ['ignore', 'ignore', 'inherit'] }).status === 0 ? '' : `${tool} could not build it`;
  };
  return () => (missing ??= build());
}
const missingJava = builder('mvn', 'jvm', '--quiet', '--batch-mode', '-Dstyle.color=never', 'package');
const missingRust = builder('cargo', 'rust', 'build', '--release', '--locked', '--quiet');

function peer(name, missing, command) {
  return {
    name, missing,
    open: (subject) => ({
      measure: async () => {
        const [program, ...options] = command();
        return JSON.parse(execFileSync(program, [...options, subject.model, subject.decision, subject.inputs], { encoding: 'utf8', maxBuffer: 2 ** 26 }));
      },
      close() {},
    }),
  };
}

const java = (engine) => () => {
  const classes = [join(place, 'jvm/target/peers.jar'), join(place, 'jvm/target/lib/*')].join(':');
  return ['java', '-Dslf4j.internal.verbosity=ERROR', `-Djava.io.tmpdir=${folder()}`, '-cp', classes, 'guildhall.bench.Main', engine];
};
export const drools = peer(`Drools ${pinned('jvm/pom.xml', 'kie-dmn-core')}, HotSpot`, missingJava, java('drools'));
export const jdmn = peer(`jDMN ${pinned('jvm/pom.xml', 'jdmn-core')}, HotSpot`, missingJava, java('jdmn'));
export const dsntk = peer(`dsntk ${pinned('rust/Cargo.toml', 'dsntk-model-evaluator')}`, missingRust, () => [join(place, 'rust/target/release/guildhall-bench-peer')]);
