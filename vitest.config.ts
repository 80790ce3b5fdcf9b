// One project a package, and one each for the demo, conformance, the tool chain itself, the examples of the
// docs and the type tests. By default everything runs on the sources, through the export condition
// `@acoro/source`. ACORO_TEST_DIST=1 runs the same tests on what `pnpm build` made; only the tests of a
// package's inside, which import from its src/ by relative path, are left out then, because they would test a
// second copy. Those of the build itself (scripts/test-dist) run only then.

import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, relative } from 'node:path'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'
import { generateExamples } from './scripts/examples/generate.ts'
import { reachable } from './scripts/lib/module-graph.ts'
import { filesBelow, packages, root } from './scripts/lib/workspace.ts'
import { filesElsewhere } from './scripts/runtimes/only-in-file.ts'
import { secondCopy } from './scripts/runtimes/second-copy.ts'
import { runtime } from './scripts/runtimes/where.ts'

const onDist = process.env.ACORO_TEST_DIST === '1'
const report = process.env.ACORO_TEST_REPORT

const conditions = ['module', 'node', 'development|production', ...(onDist ? [] : ['@acoro/source'])]
const resolution = resolving(conditions)
// The ES modules of OpenTelemetry import files without their endings: only bundlers find them. Node takes others.
const asNode = resolving(conditions.filter((condition) => condition !== 'module'))

function resolving(conditions: string[]): Pick<TestProjectConfiguration & object, never> {
  return { plugins: [secondCopy()], resolve: { conditions }, ssr: { resolve: { conditions } } }
}

function project(name: string, dir: string, extra: object = {}): TestProjectConfiguration {
  return {
    ...(['opentelemetry', 'examples', 'built'].includes(name) ? asNode : resolution),
    test: {
      name,
      root: join(root, dir),
      include: ['test/**/*.test.ts'],
      // A busy machine is no failure: what hangs is told by acoro itself, long before this.
      testTimeout: 60_000,
      hookTimeout: 60_000,
      server: { deps: { external: [/\/packages\/[^/]+\/dist\//] } },
      ...extra,
    },
  }
}

/** The test files of a package that look into its src/. */
function insideTests(dir: string): string[] {
  return filesBelow(join(dir, 'test'), '.test.ts')
    .filter((file) => [...reachable(file)].some((path) => path.startsWith(join(dir, 'src'))))
    .map((file) => relative(dir, file))
}

/** Compares two copies of the sources: where they stand in files is part of it. */
const ofSources = ['test/two-copies.test.ts']

generateExamples()

export default defineConfig({
  test: {
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    // Vitest leaves one core to itself. Of two that is half of the machine, and it needs a tenth.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      ...packages().map(({ id, dir }) =>
        project(id, `packages/${id}`, {
          exclude: [...filesElsewhere(id, runtime), ...(onDist ? [...insideTests(dir), ...ofSources] : [])],
          // TypeScript and ESLint take seconds to load: once for all test files of this package.
          ...(id === 'eslint-plugin' && { isolate: false }),
        }),
      ),
      project('demo', 'apps/demo'),
      // Those of the site that was built, test/site, run after the build: `pnpm --filter @acoro/docs verify`.
      project('docs', 'apps/docs', { include: ['test/{,playground/}*.test.ts'] }),
      project('briefing', 'apps/service'),
      project('chat', 'apps/chat'),
      ...(existsSync(join(root, 'conformance')) ? [project('conformance', 'conformance')] : []),
      onDist
        ? project('built', 'scripts', { include: ['test-dist/**/*.test.ts'] })
        : project('repo', 'scripts'),
      project('examples', 'scripts', { include: ['.examples/**/*.test.ts'] }),
      project('types', '.', {
        include: [],
        typecheck: {
          enabled: true,
          only: true,
          include: ['packages/*/test/**/*.test-d.ts'],
          tsconfig: onDist ? './tsconfig.types-dist.json' : './tsconfig.types.json',
        },
      }),
    ],
  },
})
