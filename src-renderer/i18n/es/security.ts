import type { security as english } from '../en/security.ts'

export const security: typeof english = {
  phrase: 'Frase de recuperación',
  phraseText:
    '24 palabras que abren las claves y los tokens guardados cuando esta computadora no pueda: tras una instalación nueva, un cambio de contraseña o la pérdida de un archivo de clave. Guárdalas en papel, lejos de la computadora.',
  notWritten: 'Todavía no está anotada. Sin ella, perder la clave significa volver a escribir cada clave y cada token.',
  show: 'Mostrar las palabras',
  showAgain: 'Mostrar las palabras otra vez',
  alone: 'Asegúrate de que nadie mire. Quien tenga estas palabras y tus datos puede leer todas las claves guardadas.',
  words: 'Las 24 palabras, en su orden',
  print: 'Imprimir',
  written: 'Las he anotado',
  proveTitle: '¿Las tienes?',
  proveText: 'Lee estas dos palabras en tu papel. Después, las palabras ya no se muestran.',
  wordNumber: 'Palabra {{number}}',
  prove: 'Confirmar',
  proved: 'La frase de recuperación está confirmada.',
  confirmed: 'Anotada y confirmada el {{date}}. Las palabras ya no se muestran.',
  renew: 'Crear una frase nueva',
  renewTitle: 'Crear una frase de recuperación nueva',
  renewHelp:
    'Las copias de seguridad y otras copias de antes de una frase nueva se siguen abriendo con la frase de entonces. Guarda su papel mientras las guardes.',
  renewText:
    'De ahora en adelante, la frase nueva abre tus datos: anótala enseguida. Las copias de seguridad y otras copias de antes todavía necesitan la anterior. Guarda el papel anterior mientras las guardes. Si otra persona vio la frase anterior, renueva también tus claves y tokens en las plataformas.',
  renewed:
    'Esta es una frase nueva. Las copias de seguridad y otras copias de antes todavía necesitan la anterior: ponle la fecha al papel anterior y guárdalo mientras las guardes. Si otra persona vio la frase anterior, renueva también tus claves y tokens en las plataformas.',
  renewWord: 'frase nueva',
  sheetTitle: 'Frase de recuperación de Omni Desktop',
  sheetComputer: 'Computadora: {{computer}}',
  sheetDate: 'Fecha: {{date}}',
  sheetText:
    'Con estas 24 palabras, en este orden, Omni abre las claves y los tokens guardados cuando la computadora no pueda. Guarda este papel lejos de ella.',
  lock: 'Lo que bloquea tus claves y tokens',
  lockText: 'Entre un inicio y otro, las claves y los tokens guardados están bloqueados en esta computadora.',
  lock_store: 'Están bloqueados con el almacén de claves de esta computadora.',
  lock_file: 'Están bloqueados con el archivo master.key de la carpeta de datos. Quien pueda leer esa carpeta, o una copia, puede leerlos.',
  lock_key: 'Están bloqueados con la clave maestra con la que se inicia Omni.',
  keyringTitle: 'No hay ningún llavero en marcha',
  keyringText:
    'Instala gnome-keyring o KWallet, cierra la sesión de esta computadora, entra otra vez con tu contraseña e inicia Omni. Después bloquea las claves con el llavero en esta página.',
  keyStoreTitle: 'El almacén de claves de esta computadora no se puede usar',
  keyStoreText: 'Reinicia la computadora. Si sigue igual, pregunta a quien la cuida.',
  canMove: 'Ahora esta computadora tiene un almacén de claves, que los protege mejor que un archivo.',
  move: 'Bloquear con el almacén de claves',
  moved: 'Ahora los bloquea el almacén de claves.',
}
