// 1 GiB from one socket to another, with copy() and with stream.pipeline, in turns; each copier and the two ends in
// processes of their own.

import { best, type Child, median, program, start } from './child.ts'

const ROUNDS = Number(process.env.ROUNDS ?? 5)
const BYTES = 1 << 30
const ways = ['pipeline', 'copy'] as const

const ends = (await start(...program('servers/ends.js', String(BYTES)))) as Child
const results = { pipeline: [] as number[][], copy: [] as number[][] }
try {
  for (let round = 0; round < ROUNDS; round++) {
    for (const way of ways) {
      const copier = await start(...program('servers/copier.js', way, ...ends.line.split(' ')))
      if (copier === undefined) throw new Error('the copier ended without a word: are the packages built?')
      results[way].push(copier.line.split(' ').map(Number))
    }
  }
} finally {
  ends.kill()
}
console.log(
  `copying ${BYTES >> 20} MiB, ${ROUNDS} rounds in turns; in brackets the speed against stream.pipeline`,
)
for (const way of ways) {
  const line = [way.padEnd(9)]
  for (const [name, choose] of [
    ['median', median],
    ['best', best],
  ] as const) {
    const [seconds, cpu] = [0, 1].map((i) => choose(results[way].map((result) => result[i]!))) as [
      number,
      number,
    ]
    const [baseSeconds, baseCpu] = [0, 1].map((i) =>
      choose(results.pipeline.map((result) => result[i]!)),
    ) as [number, number]
    const speed = String(Math.round((BYTES >> 20) / seconds)).padStart(5)
    line.push(
      `${name} ${speed} MiB/s (${(baseSeconds / seconds).toFixed(2)}), ${cpu.toFixed(2)} s of CPU (${(baseCpu / cpu).toFixed(2)})`,
    )
  }
  console.log(`  ${line.join('  ')}`)
}
