; "Open with Genrescope" in the menu of folders and drives. electron-builder includes this file in installer and uninstaller.
; SHCTX is the user's registry, or the computer's where it is installed for everybody.

!macro openFolderEntry KEY
  WriteRegStr SHCTX "Software\Classes\${KEY}\shell\Genrescope" "" "Open with Genrescope"
  WriteRegStr SHCTX "Software\Classes\${KEY}\shell\Genrescope" "Icon" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}",0'
  ; With a dot behind it: a drive comes as D:\, whose backslash would escape the closing quote. "D:\\." is the same folder.
  WriteRegStr SHCTX "Software\Classes\${KEY}\shell\Genrescope\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%V\."'
!macroend

!macro customInstall
  !insertmacro openFolderEntry "Directory"
  !insertmacro openFolderEntry "Drive"
!macroend

!macro customUnInstall
  DeleteRegKey SHCTX "Software\Classes\Directory\shell\Genrescope"
  DeleteRegKey SHCTX "Software\Classes\Drive\shell\Genrescope"
!macroend
