@echo off
chcp 65001 >nul
if "%~1"=="" (
  "%~dp0python\python.exe" -X utf8 -m formgen check --help
) else (
  "%~dp0python\python.exe" -X utf8 -m formgen check %*
)
pause
