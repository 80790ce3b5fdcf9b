// The command `acoro`

export { acoroCommand, type Output } from './terminal/acoro-command.ts'
