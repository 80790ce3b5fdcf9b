// `pnpm lint:acoro`: our own programs, the examples of the docs and the tests, by our own rules. One program
// of all files, because to ask each of the dozen projects for its types would take a dozen times as long.
//
//   pnpm lint:acoro apps conformance     only these folders

import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import acoro from '@acoro/eslint-plugin'
import { ESLint } from 'eslint'
import tseslint from 'typescript-eslint'
import { generateExamples } from '../../../scripts/examples/generate.ts'
import { exceptions } from './lint-exceptions.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const asked = process.argv.slice(2)
const folders =
  asked.length > 0
    ? asked
    : ['apps/*/src', 'apps/*/test', 'conformance', 'packages/*/test', 'scripts/.examples']

generateExamples()

// Given the name of a project, typescript-eslint watches it: it looks at each file of the program again
// before each file it lints. A process that its command line did not start has to say that it lints once.
process.env.TSESTREE_SINGLE_RUN = 'true'

const eslint = new ESLint({
  cwd: root,
  overrideConfigFile: true,
  errorOnUnmatchedPattern: false,
  overrideConfig: [
    // Type tests show what must not compile, and run nothing.
    {
      ignores: [
        '**/node_modules',
        '**/dist',
        '!scripts/.examples',
        'packages/eslint-plugin',
        '**/*.d.ts',
        '**/*.test-d.ts',
      ],
    },
    {
      files: ['**/*.ts'],
      ...acoro.configs['recommended-type-checked'],
      languageOptions: {
        parser: tseslint.parser,
        parserOptions: {
          project: join(import.meta.dirname, 'tsconfig.json'),
          tsconfigRootDir: root,
          jsDocParsingMode: 'none',
          // For the scopes: no rule of ours asks for the names of global types.
          lib: [],
        },
      },
      linterOptions: { reportUnusedDisableDirectives: 'error' },
    },
    ...exceptions.map(({ files, rules }) => ({
      files,
      rules: Object.fromEntries(rules.map((rule) => [`@acoro/${rule}`, 'off'])),
    })),
  ] as ESLint.Options['overrideConfig'],
})

const patterns = folders.map((folder) => `${folder}/**/*.ts`)
const results = await eslint.lintFiles(patterns)
const formatter = await eslint.loadFormatter('stylish')
const text = await formatter.format(results)
if (text !== '') console.log(text)
process.exitCode = results.some(({ errorCount }) => errorCount > 0) ? 1 : 0
