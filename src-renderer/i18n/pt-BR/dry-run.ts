import type { dryRun as english } from '../en/dry-run.ts'

export const dryRun: typeof english = {
  title: 'Fazer de novo',
  text: 'Pergunta ao agente como ele está configurado agora. Nada é enviado e a conversa não muda.',
  run: 'Repetir como teste',
  stop: 'Parar',
  sentThen: 'Enviado na época',
  now: 'Seria enviado agora',
  nothing: 'Nada',
  took: 'Teste com {{agent}} em {{duration}}',
  answering: '{{agent}} está respondendo…',
  whole: 'Abrir no laboratório',
}
