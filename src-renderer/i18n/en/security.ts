/** Settings, Security: the recovery phrase, and what locks the saved keys and tokens. */
export const security = {
  phrase: 'Recovery phrase',
  phraseText:
    '24 words that open your saved keys and tokens when this computer cannot: after a new installation, a changed password, a lost key file. Keep them on paper, apart from the computer.',
  notWritten: 'It is not written down yet. Without it, a lost key means entering every key and token again.',
  show: 'Show the words',
  showAgain: 'Show the words again',
  alone: 'Make sure that nobody looks over your shoulder. Whoever has these words and your data can read every saved key.',
  words: 'The 24 words, in their order',
  print: 'Print',
  written: 'I have written them down',
  proveTitle: 'Do you have them?',
  proveText: 'Read these two words from your paper. After that the words are not shown any more.',
  wordNumber: 'Word {{number}}',
  prove: 'Confirm',
  proved: 'The recovery phrase is confirmed.',
  confirmed: 'Written down and confirmed on {{date}}. The words are not shown any more.',
  renew: 'Make a new phrase',
  renewTitle: 'Make a new recovery phrase',
  renewHelp:
    'Copies and backups from before a new phrase still open with the phrase of that time. Keep its paper for as long as you keep them.',
  renewText:
    'From now on, the new phrase opens your data: write it down right away. Copies and backups from before still need the old one. Keep the old paper for as long as you keep them. If somebody else has seen the old phrase, also renew your keys and tokens at the platforms.',
  renewed:
    'This is a new phrase. Copies and backups from before it still need the old one: mark the old paper with its date, and keep it for as long as you keep them. If somebody else has seen the old phrase, also renew your keys and tokens at the platforms.',
  renewWord: 'new phrase',
  sheetTitle: 'Recovery phrase of Omni Desktop',
  sheetComputer: 'Computer: {{computer}}',
  sheetDate: 'Date: {{date}}',
  sheetText:
    'With these 24 words, in this order, Omni opens the saved keys and tokens when the computer cannot. Keep this paper apart from it.',
  lock: 'What locks your keys and tokens',
  lockText: 'Between two starts, saved keys and tokens are locked on this computer.',
  lock_store: 'They are locked with the key store of this computer.',
  lock_file:
    'They are locked with the file master.key in the data directory. Whoever can read that directory, or a copy of it, can read them.',
  lock_key: 'They are locked with the master key that Omni is started with.',
  keyringTitle: 'No keyring is running',
  keyringText:
    'Install gnome-keyring or KWallet, sign out of this computer, sign in again with your password, and start Omni. Then lock the keys with the keyring on this page.',
  keyStoreTitle: 'The key store of this computer cannot be used',
  keyStoreText: 'Restart the computer. If this stays, ask whoever looks after it.',
  canMove: 'This computer has a key store now, which protects them better than a file.',
  move: 'Lock them with the key store',
  moved: 'The key store locks them now.',
}
