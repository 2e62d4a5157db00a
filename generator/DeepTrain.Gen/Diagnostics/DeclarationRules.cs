using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Diagnostics;

/// <summary>What makes a declaration impossible to compile.</summary>
internal static class DeclarationRules
{
    public static readonly DiagnosticDescriptor CompilerFailure = Rule.Error(
        "DTG000",
        "The compiler of networks failed",
        "Network '{0}' could not be compiled, and not by a fault of its declaration: {1}. Please report it.",
        "A fault of this package. Other networks of the project are compiled all the same.");

    public static readonly DiagnosticDescriptor NotPartial = Rule.Error(
        DiagnosticIds.NotPartial,
        "A network must be partial",
        "Network '{0}' cannot be compiled: {1} must be partial",
        "The compiler writes a network's code into another part of the class.");

    public static readonly DiagnosticDescriptor UnsupportedType = Rule.Error(
        DiagnosticIds.UnsupportedType,
        "This type cannot be a network",
        "'{0}' cannot be a network: {1}",
        "A network is an ordinary class: not static, abstract or generic, no struct and no record.");

    public static readonly DiagnosticDescriptor MissingStep = Rule.Error(
        DiagnosticIds.MissingStep,
        "A network needs one input, layers, one loss and one optimizer, in this order",
        "Network '{0}' {1}",
        "The steps of a network are its attributes, in the order in which they stand in the source.");

    public static readonly DiagnosticDescriptor StepsOnSeveralParts = Rule.Error(
        DiagnosticIds.StepsOnSeveralParts,
        "All steps of a network must stand on one declaration",
        "[{0}] stands on another declaration of network '{1}' than [{2}]: "
        + "the order of the steps is only known on one declaration",
        "Partial declarations have no order, so steps that are spread over several of them have none either.");

    public static readonly DiagnosticDescriptor ShapeMismatch = Rule.Error(
        DiagnosticIds.ShapeMismatch,
        "A layer cannot take the rows it is given",
        "[{0}] of network '{1}' is given rows of shape {2}: {3}",
        "A layer takes flat rows or images; what one layer gives, the next one must be able to take.");

    public static readonly DiagnosticDescriptor ArgumentRange = Rule.Error(
        DiagnosticIds.ArgumentRange,
        "An argument is outside its domain",
        "{0} of [{1}] is {2}; it must be {3}",
        "With this number the network cannot be computed.");

    public static readonly DiagnosticDescriptor UnknownNumber = Rule.Error(
        DiagnosticIds.UnknownNumber,
        "A declaration uses a number that is not known when it is compiled",
        "The declaration of network '{0}' {1}",
        "A network is compiled before any code that generators add is there.");

    public static readonly DiagnosticDescriptor NothingTrainable = Rule.Error(
        DiagnosticIds.NothingTrainable,
        "A network needs something to train",
        "Network '{0}' has nothing to train: each of its layers with parameters has Trainable = false; remove it from one",
        "Frozen layers have no gradient and no update.");

    public static readonly DiagnosticDescriptor NameClash = Rule.Error(
        DiagnosticIds.NameClash,
        "A name is needed twice",
        "{0} '{1}' of network '{2}' {3}",
        "Layers differ in name, and the members that the compiler adds to a network must be free.");

    public static readonly DiagnosticDescriptor UnsafeCode = Rule.Error(
        DiagnosticIds.UnsafeCode,
        "A network's project must allow unsafe code",
        "Network '{0}' cannot be compiled: its code walks memory by pointers, which the project forbids; "
        + "set <AllowUnsafeBlocks>true</AllowUnsafeBlocks> in the project file",
        "The package allows unsafe code in a project that says nothing; a project that forbids it has the last word.");

    public static readonly DiagnosticDescriptor OldLanguage = Rule.Error(
        DiagnosticIds.OldLanguage,
        "A network's project must use C# 11 or newer",
        "Network '{0}' cannot be compiled: its code is C# {2}, and the project is compiled as C# {1}; "
        + "remove <LangVersion> from the project file, or set it to {2} or newer",
        "A project for .NET 10 that does not set LangVersion uses a newer version than the emitted code needs.");

    public static readonly DiagnosticDescriptor BaseConstructor = Rule.Error(
        DiagnosticIds.BaseConstructor,
        "A network's base class must have a constructor without arguments",
        "Network '{0}' cannot be compiled: its constructors call one of '{1}' without arguments, and '{1}' has none "
        + "that they can call so; add one, or keep what '{1}' does in a field of the network",
        "The compiler adds the constructors of a network; it does not know which arguments a base class wants.");

    public static readonly DiagnosticDescriptor RequiredMember = Rule.Error(
        DiagnosticIds.RequiredMember,
        "A network has no required members",
        "Network '{0}' cannot be compiled: '{1}' is required, but who creates a network by its seed alone sets no members; "
        + "remove 'required' and give it an initial value",
        "A network is complete after its constructor: code that creates networks knows no members but its own.");
}
