// Ways to move the same bytes, in turns, each in a process of its own, which prints its seconds and its CPU
// seconds.

import { best, median, program, start } from './child.ts'
import { keep } from './kept.ts'

/** Runs `rounds` of each way and prints their speeds; in brackets against the first of `ways`. */
export async function compareWays(
  title: string,
  file: string,
  ways: readonly string[],
  args: readonly string[],
  bytes: number,
  rounds: number,
): Promise<void> {
  const results = new Map(ways.map((way) => [way, [] as number[][]]))
  for (let round = 0; round < rounds; round++) {
    for (const [way, own] of results) {
      const child = await start(...program(file, way, ...args))
      if (child === undefined) throw new Error(`${file} ended without a word: are the packages built?`)
      own.push(child.line.split(' ').map(Number))
    }
  }
  const mebibytes = bytes / 2 ** 20
  console.log(
    `\n${title} ${mebibytes} MiB, ${rounds} rounds in turns; in brackets the speed against ${ways[0]}`,
  )
  const base = results.get(ways[0]!)!
  for (const [way, own] of results) {
    const parts = ([median, best] as const).map((choose) => {
      const of = (all: number[][], i: number): number => choose(all.map((result) => result[i]!))
      const [seconds, cpu] = [of(own, 0), of(own, 1)]
      const speed = String(Math.round(mebibytes / seconds)).padStart(5)
      const ratios = [of(base, 0) / seconds, of(base, 1) / cpu].map((ratio) => ratio.toFixed(2))
      if (choose === median && way !== ways[0]) {
        const [speed, perProcessor] = [of(base, 0) / seconds, of(base, 1) / cpu]
        keep({ title: `${title} ${mebibytes} MiB`, name: 'acoro', speed, perProcessor })
      }
      return `${choose.name} ${speed} MiB/s (${ratios[0]}), ${cpu.toFixed(2)} s of CPU (${ratios[1]})`
    })
    console.log(`  ${way.padEnd(9)} ${parts.join('  ')}`)
  }
}
