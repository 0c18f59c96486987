@echo off
rem Runs a command: "genrescope analyze FOLDER".
"%~dp0..\Genrescope.exe" --log-level=3 --genrescope-command -- %*
