/** The file that has a Linux desktop start a program with the session (XDG autostart). */

/** Characters that a desktop gives a meaning to within quotes. */
const quoted = (argument: string): string => `"${argument.replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%')}"`

/** In the value of a key, a backslash is written twice. */
const escaped = (value: string): string => value.replaceAll('\\', '\\\\')

/** The text of the entry that runs this command, its program first. */
export function autostartEntry(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Omni Desktop',
    'Icon=omni-desktop',
    `Exec=${escaped(command.map(quoted).join(' '))}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n')
}

/** Does a desktop start it? People switch one off in the system's settings, which leaves the file in place. */
export function isSwitchedOn(entry: string): boolean {
  const value = (key: string): string | undefined => new RegExp(`^${key}\\s*=\\s*(.*?)\\s*$`, 'm').exec(entry)?.[1]
  return value('Exec') !== undefined && value('Hidden') !== 'true' && value('X-GNOME-Autostart-enabled') !== 'false'
}
