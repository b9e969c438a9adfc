/**
 * Nobody need listen to what a service prints: the terminal may have been closed, or the program
 * that read along has ended. Writing then fails (EPIPE), and the failure reported on the same closed
 * stream would fail again, forever.
 */
export function outliveClosedOutput(streams: NodeJS.WritableStream[] = [process.stdout, process.stderr]): void {
  for (const stream of streams) stream.on('error', () => undefined)
}
