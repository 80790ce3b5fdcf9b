// Lints a folder once, in a process of its own: types that are there from a run before would cost nothing.

import acoro from '@acoro/eslint-plugin'
import { ESLint } from 'eslint'
import tseslint from 'typescript-eslint'

const [dir = '', withAcoro] = process.argv.slice(2)

const eslint = new ESLint({
  cwd: dir,
  overrideConfigFile: true,
  overrideConfig: [
    ...tseslint.configs.recommendedTypeChecked,
    { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: dir } } },
    ...(withAcoro === 'with' ? [acoro.configs['recommended-type-checked']] : []),
  ] as ESLint.Options['overrideConfig'],
})

const start = process.cpuUsage()
const results = await eslint.lintFiles(['src/**/*.ts'])
const { user, system } = process.cpuUsage(start)
const reports = results.flatMap(({ messages }) => messages)
console.log(JSON.stringify({ ms: (user + system) / 1000, reports: reports.length, first: reports[0] }))
