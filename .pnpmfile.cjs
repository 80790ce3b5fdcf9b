// `pnpm demo` is the program itself: its standard output is its own (think of `--json | jq`) and its exit codes
// 1, 2 and 130 are answers, not failures. So pnpm keeps quiet around that one command; an installation that it has
// to make first still reports, on standard error (`useStderr` in pnpm-workspace.yaml).
module.exports = {
  hooks: {
    updateConfig(config) {
      const words = process.argv.slice(2).filter((word) => word !== 'run' && !word.startsWith('-'))
      if (words[0] === 'demo') config.reporter = 'silent'
      return config
    },
  },
}
