@echo off
title formgen
cd /d "%~dp0"
python\python.exe -X utf8 -m formgen serve %*
if errorlevel 1 pause
