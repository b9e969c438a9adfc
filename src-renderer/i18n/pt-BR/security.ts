import type { security as english } from '../en/security.ts'

export const security: typeof english = {
  phrase: 'Frase de recuperação',
  phraseText:
    '24 palavras que abrem as chaves e os tokens salvos quando este computador não puder: depois de uma nova instalação, de uma troca de senha, de um arquivo de chave perdido. Guarde-as em papel, longe do computador.',
  notWritten: 'Ela ainda não está anotada. Sem ela, perder a chave significa digitar de novo cada chave e cada token.',
  show: 'Mostrar as palavras',
  showAgain: 'Mostrar as palavras de novo',
  alone: 'Confira se ninguém está olhando. Quem tiver estas palavras e os seus dados pode ler todas as chaves salvas.',
  words: 'As 24 palavras, na ordem',
  print: 'Imprimir',
  written: 'Anotei as palavras',
  proveTitle: 'Você está com elas?',
  proveText: 'Leia estas duas palavras no seu papel. Depois disso as palavras não são mais mostradas.',
  wordNumber: 'Palavra {{number}}',
  prove: 'Confirmar',
  proved: 'A frase de recuperação está confirmada.',
  confirmed: 'Anotada e confirmada em {{date}}. As palavras não são mais mostradas.',
  renew: 'Criar uma nova frase',
  renewTitle: 'Criar uma nova frase de recuperação',
  renewHelp:
    'Cópias de segurança e outras cópias de antes de uma nova frase continuam abrindo com a frase daquela época. Guarde o papel dela enquanto guardar essas cópias.',
  renewText:
    'De agora em diante, a nova frase abre os seus dados: anote-a logo em seguida. Cópias de segurança e outras cópias de antes ainda precisam da antiga. Guarde o papel antigo enquanto guardar essas cópias. Se outra pessoa viu a frase antiga, renove também suas chaves e seus tokens nas plataformas.',
  renewed:
    'Esta é uma nova frase. Cópias de segurança e outras cópias de antes dela ainda precisam da antiga: marque o papel antigo com a data e guarde-o enquanto guardar essas cópias. Se outra pessoa viu a frase antiga, renove também suas chaves e seus tokens nas plataformas.',
  renewWord: 'nova frase',
  sheetTitle: 'Frase de recuperação do Omni Desktop',
  sheetComputer: 'Computador: {{computer}}',
  sheetDate: 'Data: {{date}}',
  sheetText:
    'Com estas 24 palavras, nesta ordem, o Omni abre as chaves e os tokens salvos quando o computador não puder. Guarde este papel longe dele.',
  lock: 'O que bloqueia suas chaves e seus tokens',
  lockText: 'Entre um início e outro, as chaves e os tokens salvos ficam bloqueados neste computador.',
  lock_store: 'Eles estão bloqueados com o cofre de chaves deste computador.',
  lock_file: 'Eles estão bloqueados com o arquivo master.key na pasta de dados. Quem puder ler essa pasta, ou uma cópia dela, pode lê-los.',
  lock_key: 'Eles estão bloqueados com a chave mestra com que o Omni é iniciado.',
  keyringTitle: 'Nenhum chaveiro está em execução',
  keyringText:
    'Instale o gnome-keyring ou o KWallet, saia da sessão deste computador, entre de novo com a sua senha e inicie o Omni. Depois bloqueie as chaves com o chaveiro nesta página.',
  keyStoreTitle: 'O cofre de chaves deste computador não pode ser usado',
  keyStoreText: 'Reinicie o computador. Se isso continuar, fale com quem cuida dele.',
  canMove: 'Agora este computador tem um cofre de chaves, que os protege melhor do que um arquivo.',
  move: 'Bloquear com o cofre de chaves',
  moved: 'Agora o cofre de chaves os bloqueia.',
}
