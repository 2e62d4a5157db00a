using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace DeepTrain.Tests.Emission;

/// <param name="OverflowChecks">Instructions that throw where their result does not fit.</param>
internal sealed record IlMethod(string Name, int Instructions, int Locals, int OverflowChecks);

/// <summary>Counts what the methods of a compiled image are made of.</summary>
internal static class IlMethods
{
    private static readonly Dictionary<ushort, OpCode> OpCodesByValue = typeof(OpCodes).GetFields()
        .Select(field => field.GetValue(null)).OfType<OpCode>()
        .ToDictionary(code => (ushort)code.Value);

    public static IReadOnlyList<IlMethod> In(byte[] image)
    {
        using var file = new PEReader(new MemoryStream(image));
        MetadataReader metadata = file.GetMetadataReader();
        var methods = new List<IlMethod>();
        foreach (MethodDefinitionHandle handle in metadata.MethodDefinitions)
        {
            MethodDefinition method = metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0)
                continue;
            TypeDefinition type = metadata.GetTypeDefinition(method.GetDeclaringType());
            TypeDefinitionHandle outer = type.GetDeclaringType();
            string owner = outer.IsNil ? "" : metadata.GetString(metadata.GetTypeDefinition(outer).Name) + ".";
            MethodBodyBlock body = file.GetMethodBody(method.RelativeVirtualAddress);
            List<OpCode> instructions = Read(body.GetILReader());
            methods.Add(new IlMethod(
                $"{owner}{metadata.GetString(type.Name)}.{metadata.GetString(method.Name)}",
                instructions.Count,
                CountLocals(metadata, body),
                instructions.Count(code => code.Name!.Contains(".ovf", StringComparison.Ordinal))));
        }

        return methods;
    }

    private static List<OpCode> Read(BlobReader il)
    {
        var instructions = new List<OpCode>();
        while (il.RemainingBytes > 0)
        {
            ushort value = il.ReadByte();
            if (value == 0xfe)
                value = (ushort)(0xfe00 | il.ReadByte());
            OpCode code = OpCodesByValue[value];
            instructions.Add(code);
            int operand = code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 * il.ReadInt32(),
                _ => 4,
            };
            il.Offset += operand;
        }

        return instructions;
    }

    private static int CountLocals(MetadataReader metadata, MethodBodyBlock body)
    {
        if (body.LocalSignature.IsNil)
            return 0;
        BlobReader signature = metadata.GetBlobReader(metadata.GetStandaloneSignature(body.LocalSignature).Signature);
        Assert.Equal(SignatureKind.LocalVariables, signature.ReadSignatureHeader().Kind);
        return signature.ReadCompressedInteger();
    }
}
