/* Wine 8 has no bcryptprimitives.dll, which every Windows since 7 has and programs compiled by Rust ask for random
   bytes. For the trial under wine only: nothing of this goes into the folder that is handed out. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length); /* RtlGenRandom */

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length)
{
    return SystemFunction036(data, (ULONG)length);
}
